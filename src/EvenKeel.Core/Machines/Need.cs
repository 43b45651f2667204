using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

/// <summary>What a <see cref="DurableRunner{TState}"/> needs done next. The driver does it and tells how it
/// went.</summary>
public abstract record Need
{
    private Need()
    {
    }

    /// <summary>Write the runner's row under its etag. Answer: Wrote, or WriteFailed whatever went wrong.</summary>
    public sealed record WriteRow : Need;

    /// <summary>Ask the venue, once. Answer: Answered.</summary>
    public sealed record Ask(VenueRequest Request) : Need;

    /// <summary>Read the kill row, uncached. Answer: KillRead, or KillUnknown.</summary>
    public sealed record ReadKill : Need;

    /// <summary>Append the row's outbox to the append-only tables. Answer: Appended, or AppendFailed.</summary>
    public sealed record Append : Need;

    /// <summary>Nothing else to start before this time or an answer that is on its way: arm a timer, end the
    /// turn.</summary>
    public sealed record Wait(Instant Until) : Need;

    /// <summary>Drop this runner and everything in memory; read the row again before anything else.</summary>
    public sealed record Stop(string Reason) : Need;
}
