using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Orders;

namespace EvenKeel.Machines;

/// <summary>What a row says whatever machine it is of.</summary>
public interface IMachineRow
{
    /// <summary>The machine's key, e.g. carry/BTCUSDT.</summary>
    string Machine { get; }

    /// <summary>Counts the lives of the machine's work.</summary>
    int Epoch { get; }

    /// <summary>Counts the writes. The first write makes it 1.</summary>
    long Version { get; }

    /// <summary>Its open orders, and the last that are over.</summary>
    OrderJournal Journal { get; }

    /// <summary>What it holds and has booked.</summary>
    Ledger Ledger { get; }

    /// <summary>How many intents were written: for each step of this epoch, or for each ladder where orders have
    /// slots.</summary>
    ImmutableSortedDictionary<int, int> Attempts { get; }

    /// <summary>What was in the account before this machine started; null until it was read.</summary>
    Baseline? Baseline { get; }

    /// <summary>Audit records that wait to be appended; the last is of this write.</summary>
    ImmutableArray<OutboxEntry> Outbox { get; }

    /// <summary>Hash of the newest audit record.</summary>
    string LastHash { get; }
}
