using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Machines;

/// <summary>All that a machine remembers: one row, one etag. What is not in it is forgotten by a crash.</summary>
/// <param name="Format">Version of this shape; an older one is upgraded when read, a newer one is refused.</param>
/// <param name="Machine">The machine's key, e.g. carry/BTCUSDT.</param>
/// <param name="Epoch">Counts the lives of the machine's work; names the workflow of its orders.</param>
/// <param name="Version">Counts the writes. The first write makes it 1.</param>
/// <param name="Attempts">How many intents were written: for each step of this epoch, or for each ladder where orders
/// have slots.</param>
/// <param name="LookAt">When the machine wants to look at the market next.</param>
/// <param name="Baseline">What was in the account before this machine started; null until it was read.</param>
/// <param name="Booked">The last flows that were booked, oldest first, so that none is booked twice.</param>
/// <param name="Outbox">Audit records and flows that wait to be appended to the append-only tables.</param>
/// <param name="LastHash">Hash of the newest audit record; the next one carries it.</param>
public sealed record MachineRow<TState>(
    int Format, string Machine, int Epoch, long Version, TState State, OrderJournal Journal, Ledger Ledger,
    ImmutableSortedDictionary<int, int> Attempts, Instant LookAt, Baseline? Baseline, ImmutableArray<BookedFlow> Booked,
    ImmutableArray<OutboxEntry> Outbox, string LastHash) : IMachineRow
{
    public const int FormatNow = 1;

    /// <summary>A machine that has not been written yet.</summary>
    public static MachineRow<TState> New(string machine, TState state, Instant now) => new(
        FormatNow, machine, 0, 0, state, OrderJournal.Empty, Ledger.Empty(now),
        ImmutableSortedDictionary<int, int>.Empty, now, null, [], [], string.Empty);
}
