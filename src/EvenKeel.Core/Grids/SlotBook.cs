using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>All slots of a grid as they stand: what the row stores of them, joined with the journal's open orders. Σ of
/// what they hold is the ledger's position, after every event.</summary>
/// <remarks>Nothing is booked twice: an order counts by its cumulative fill while it is open, and moves what its slot
/// stores once it is over. So it does not matter whether a fill or its acknowledgement comes first.</remarks>
public sealed class SlotBook
{
    private readonly SlotState[] _states;

    private SlotBook(SlotState[] states)
    {
        _states = states;
        foreach (var state in states)
        {
            Held += state.Held;
            Cost += state.Cost;
            Matched += state.Matched;
        }
    }

    /// <summary>By generation, then from the lowest rung up.</summary>
    public ReadOnlySpan<SlotState> All => _states;

    /// <summary>Σ of what the slots hold, signed. [base]</summary>
    public Quantity Held { get; }

    /// <summary>Σ of what that cost, signed alike. [quote]</summary>
    public Amount Cost { get; }

    /// <summary>Earned by what open orders have closed so far; what is over is in the grid's totals. [quote]</summary>
    public Amount Matched { get; }

    /// <summary>The slots that a row stores, with the open orders of its journal.</summary>
    public static SlotBook Of(ImmutableArray<Slot> stored, OrderJournal journal)
    {
        var states = new SlotState[stored.Length];
        for (var i = 0; i < states.Length; i++)
        {
            var slot = stored[i];
            states[i] = new(slot.Key, slot.Held, slot.Cost, slot.Exit, Amount.Zero, null);
        }

        foreach (var intent in journal.Intents)
        {
            if (intent.IsOpen && intent.Draft.Slot is { } key)
            {
                var at = Search(states, key);
                // Most of them have traded nothing yet.
                var (slot, matched) = intent.Done == default
                    ? (stored[at], Amount.Zero)
                    : stored[at].After(intent.Draft.Side, intent.Done);
                states[at] = new(key, slot.Held, slot.Cost, slot.Exit, matched, intent);
            }
        }

        return new(states);
    }

    /// <summary>A slot as it stands; null: it is free and empty.</summary>
    public SlotState? Find(SlotKey key) => Search(_states, key) is var at and >= 0 ? _states[at] : null;

    /// <summary>What rests, or may rest: for the one Diff.</summary>
    public ImmutableArray<RestingOrder> Resting()
    {
        var resting = ImmutableArray.CreateBuilder<RestingOrder>(_states.Length);
        foreach (var state in _states)
        {
            if (state.Order is { } order)
            {
                resting.Add(Of(state.Key, order));
            }
        }

        return resting.DrainToImmutable();
    }

    internal static RestingOrder Of(SlotKey key, OrderIntent order) => new(
        key, order.Draft.Market, order.Draft.Side, order.Draft.Limit!.Value,
        order.Draft.Quantity - order.Done.Quantity, order.Draft.ReduceOnly, order.CancelAsked);

    private static int Search(SlotState[] states, SlotKey key)
    {
        var (low, high) = (0, states.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = states[middle].Key.CompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
