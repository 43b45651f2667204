using System.Buffers;
using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>Which slots are closed by a resting order, and how all of them are closed at once.</summary>
internal static class GridClosings
{
    /// <summary>A closing order for each slot that holds what can be traded, the nearest to the price first, as many as
    /// the windows take; what is farther away rests without one.</summary>
    public static void Add(in GridSight sight, ref WantedOrders orders)
    {
        var slots = sight.Book.Slots.All;
        // Half of the room for what is found, half for the same in order.
        var lent = ArrayPool<Candidate>.Shared.Rent(2 * slots.Length);
        var (buys, sells) = (sight.Plan.Window(Side.Buy), sight.Plan.Window(Side.Sell));
        var reducible = Reducible(sight.Plan, sight.Book);
        foreach (ref readonly var near in NearestFirst(sight, lent))
        {
            ref readonly var slot = ref slots[near.At];
            ref var room = ref slot.Closing == Side.Buy ? ref buys : ref sells;
            var order = room > 0 ? Closing(sight.Plan, in slot, near.Rests, ref reducible) : default;
            if (!order.Quantity.IsZero)
            {
                orders.Add(order);
                room--;
            }
        }

        ArrayPool<Candidate>.Shared.Return(lent);
    }

    /// <summary>Every slot at once, at the price that is there, within CloseCap. An order that takes is left as it is
    /// until it has ended.</summary>
    public static ImmutableArray<WantedOrder> Everything(GridPlan plan, GridBook book, TopOfBook quote)
    {
        var orders = ImmutableArray.CreateBuilder<WantedOrder>();
        var reducible = Reducible(plan, book);
        foreach (ref readonly var slot in book.Slots.All)
        {
            if (slot.Closable(plan.On).IsZero)
            {
                continue;
            }

            var side = slot.Closing;
            var closing = Closing(plan, in slot, slot.BeingClosed, ref reducible);
            var limit = slot.Order is { Draft: { TimeInForce: TimeInForce.ImmediateOrCancel } draft }
                ? draft.Limit!.Value
                : LimitOf(plan, quote, side);
            if (!closing.Quantity.IsZero && plan.On.TradableResidue(limit) <= closing.Quantity)
            {
                orders.Add(closing with { Price = limit, Takes = true });
            }
        }

        return orders.DrainToImmutable();
    }

    /// <summary>The worst price at which something is closed at once: CloseCap beyond the quote.
    /// [quote/base]</summary>
    public static Price LimitOf(GridPlan plan, TopOfBook quote, Side side) =>
        plan.On.RoundAway(quote.Taking(side) * (1m + (side.Sign() * plan.Settings.CloseCap.Value)), side);

    /// <summary>Slots that are to be closed, by their distance from the price; of two that are equally far, the lower
    /// one first.</summary>
    private static ReadOnlySpan<Candidate> NearestFirst(in GridSight sight, Span<Candidate> room)
    {
        var slots = sight.Book.Slots.All;
        var (count, below, rising, before) = (0, 0, true, decimal.MinValue);
        for (var i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            var rests = slot.BeingClosed;
            if (rests.IsZero && (slot.Closable(sight.Plan.On).IsZero || !sight.ClosesFirst(in slot)))
            {
                continue;
            }

            var away = (slot.Exit - sight.Mid).Value;
            (rising, before, below) = (rising && away > before, away, below + (decimal.IsNegative(away) ? 1 : 0));
            room[count++] = new(Math.Abs(away), i, rests);
        }

        var found = room[..count];
        if (!rising)
        {
            found.Sort(static (a, b) => a.Away == b.Away ? a.At.CompareTo(b.At) : a.Away.CompareTo(b.Away));
            return found;
        }

        // Exits rise with their rungs, as they do within one ladder: from the price outwards they are in order.
        var sorted = room[count..(2 * count)];
        var (low, high) = (below - 1, below);
        foreach (ref var next in sorted)
        {
            next = high == count || (low >= 0 && found[low].Away <= found[high].Away) ? found[low--] : found[high++];
        }

        return sorted;
    }

    /// <summary>What of the net position new closing orders may still close, signed: of coin, not what is for sale
    /// already. [base]</summary>
    private static Quantity Reducible(GridPlan plan, GridBook book)
    {
        var left = book.Slots.Held;
        if (plan.Market == Market.Linear)
        {
            return left;
        }

        foreach (ref readonly var slot in book.Slots.All)
        {
            left -= slot.Held.Sign > 0 ? slot.BeingClosed : Quantity.Zero;
        }

        return left;
    }

    /// <summary>The order that closes a slot at its exit. It is reduce-only as long as the net position has the slot's
    /// sign and is not used up: a neutral grid's closing purchase may open.</summary>
    /// <param name="rests">What its closing order has yet to close; zero: it has none. [base]</param>
    /// <param name="reducible">What is left to be closed; this order takes its part of it. [base]</param>
    /// <returns>An order of zero where there is too little coin to sell: more than was asked was sold from another
    /// slot.</returns>
    private static WantedOrder Closing(GridPlan plan, in SlotState slot, Quantity rests, ref Quantity reducible)
    {
        var side = slot.Closing;
        // An order that closes part of what is held stays: the rest joins the next close.
        var quantity = rests.IsZero ? slot.Closable(plan.On) : rests;
        if (plan.Market == Market.Spot && side == Side.Sell && rests.IsZero)
        {
            quantity = reducible >= quantity ? quantity
                : reducible.Sign > 0 ? (slot.Slot with { Held = reducible }).Closable(plan.On)
                : Quantity.Zero;
            reducible -= quantity;
        }

        var reduces = plan.Market == Market.Linear && reducible.Sign == slot.Held.Sign && quantity <= reducible.Abs()
            && (rests.IsZero || slot.Order!.Draft.ReduceOnly);
        if (reduces)
        {
            reducible += side == Side.Buy ? quantity : -quantity;
        }

        return new(slot.Key, plan.Market, side, plan.On.RoundToward(slot.Exit, side), quantity, reduces);
    }

    /// <param name="Away">From the price. [quote/base]</param>
    /// <param name="At">Which slot of the book.</param>
    /// <param name="Rests">What its closing order has yet to close; zero: it has none. [base]</param>
    private readonly record struct Candidate(decimal Away, int At, Quantity Rests);
}
