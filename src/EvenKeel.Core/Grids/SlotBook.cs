using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    private readonly int _orders;

    private SlotBook(SlotState[] states, Amount matched, bool unwinding)
    {
        (_states, Matched, IsUnwinding) = (states, matched, unwinding);
        foreach (ref readonly var state in All)
        {
            Held += state.Held;
            Cost += state.Cost;
            _orders += state.Order is null ? 0 : 1;
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

    /// <summary>Whether an order of no slot is open: it closes of the whole.</summary>
    public bool IsUnwinding { get; }

    /// <summary>The slots that a row stores, with the open orders of its journal.</summary>
    public static SlotBook Of(ImmutableArray<Slot> stored, OrderJournal journal)
    {
        var states = new SlotState[stored.Length];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = new(stored[i], null);
        }

        var (earned, unwinding) = (Amount.Zero, false);
        foreach (var intent in journal.Intents)
        {
            if (!intent.IsOpen)
            {
                continue;
            }

            if (intent.Draft.Slot is not { } key)
            {
                unwinding = true;
                continue;
            }

            ref var state = ref states[new ReadOnlySpan<SlotState>(states).IndexOf(key)];
            state = state with { Order = intent };
            if (!intent.Done.Quantity.IsZero)
            {
                (var slot, var matched) = state.Slot.After(intent.Draft.Side, intent.Done);
                (state, earned) = (state with { Slot = slot }, earned + matched);
            }
        }

        return new(states, earned, unwinding);
    }

    /// <summary>A slot as it stands; null: it is free and empty.</summary>
    public SlotState? Find(SlotKey key) => All.IndexOf(key) is var at and >= 0 ? _states[at] : null;

    /// <summary>What one slot holds, worked out without the others. [base]</summary>
    internal static Quantity HeldIn(SlotKey key, ImmutableArray<Slot> stored, OrderJournal journal)
    {
        var at = stored.IndexOf(key);
        return at < 0 ? Quantity.Zero
            : journal.OpenAt(key) is { } order ? stored[at].After(order.Draft.Side, order.Done).Slot.Held
            : stored[at].Held;
    }

    /// <summary>What rests, or may rest: for the one Diff.</summary>
    public ImmutableArray<RestingOrder> Resting()
    {
        var resting = GC.AllocateUninitializedArray<RestingOrder>(_orders);
        var count = 0;
        foreach (ref readonly var state in All)
        {
            if (state.Order is { } order)
            {
                resting[count++] = Of(state.Key, order);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(resting);
    }

    internal static RestingOrder Of(SlotKey key, OrderIntent order) => new(
        key, order.Draft.Market, order.Draft.Side, order.Draft.Limit!.Value, order.Rest, order.Draft.ReduceOnly,
        order.CancelAsked);
}
