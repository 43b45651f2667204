using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Risk;

namespace EvenKeel.Grains.Durable;

/// <summary>The append-only tables: audit records and ledger flows, in order, each once.</summary>
public interface IOutbox
{
    /// <summary>Appends what is not there yet; (machine, version) tells. Throws when it is not surely on
    /// disk.</summary>
    Task Append(string machine, ImmutableArray<OutboxEntry> entries, CancellationToken cancellation);
}

/// <summary>The kill row: switches that stand above every machine.</summary>
public interface IKillRow
{
    /// <summary>What it says now, never from a cache. Throws when it cannot be read: then nobody knows.</summary>
    Task<RiskMode> Read(CancellationToken cancellation);
}

/// <summary>The venue's clock, as well as it is known here.</summary>
public interface IVenueClock
{
    /// <summary>Venue time now.</summary>
    Instant Now { get; }

    /// <summary>How long until then on the clock of this machine: zero when it is past, infinite for never.</summary>
    TimeSpan Until(Instant at);
}
