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
    public static void Add(in GridSight sight, ImmutableArray<WantedOrder>.Builder orders)
    {
        var near = new List<(decimal Away, int At)>();
        var slots = sight.Book.Slots.All;
        for (var i = 0; i < slots.Length; i++)
        {
            ref readonly var slot = ref slots[i];
            if (!slot.BeingClosed.IsZero || (!slot.Closable(sight.Plan.On).IsZero && sight.ClosesFirst(slot)))
            {
                near.Add((Math.Abs(slot.Exit.Value - sight.Mid.Value), i));
            }
        }

        near.Sort();
        var (buys, sells) = (sight.Plan.Window(Side.Buy), sight.Plan.Window(Side.Sell));
        var reducible = sight.Book.Slots.Held;
        foreach (var (_, at) in near)
        {
            var side = slots[at].Closing;
            if ((side == Side.Buy ? buys-- : sells--) > 0)
            {
                orders.Add(Closing(sight.Plan, slots[at], ref reducible));
            }
        }
    }

    /// <summary>Every slot at once, at the price that is there, within a cap.</summary>
    public static ImmutableArray<WantedOrder> Everything(GridPlan plan, GridBook book, TopOfBook quote)
    {
        var orders = ImmutableArray.CreateBuilder<WantedOrder>();
        var reducible = book.Slots.Held;
        foreach (var slot in book.Slots.All)
        {
            if (slot.Closable(plan.On).IsZero)
            {
                continue;
            }

            var side = slot.Closing;
            var closing = Closing(plan, slot, ref reducible);
            var takes = slot.Order is { Draft: { TimeInForce: TimeInForce.ImmediateOrCancel } draft }
                ? draft.Limit!.Value
                : plan.On.RoundAway(
                    quote.Taking(side) * (1m + (side.Sign() * plan.Settings.CloseCap.Value)), side);
            if (plan.On.TradableResidue(takes) <= closing.Quantity)
            {
                orders.Add(closing with { Price = takes, Takes = true });
            }
        }

        return orders.DrainToImmutable();
    }

    /// <summary>Reduce-only as long as the net position has the slot's sign and is not used up: a neutral grid's
    /// closing purchase may open.</summary>
    private static WantedOrder Closing(GridPlan plan, in SlotState slot, ref Quantity reducible)
    {
        var (side, rests) = (slot.Closing, slot.BeingClosed);
        var price = plan.On.RoundToward(slot.Exit, side);
        // An order that closes part of what is held stays: the rest joins the next close.
        var quantity = rests.IsZero ? slot.Closable(plan.On) : rests;
        var reduces = plan.Market == Market.Linear && reducible.Sign == slot.Held.Sign && quantity <= reducible.Abs()
            && (rests.IsZero || slot.Order!.Draft.ReduceOnly);
        reducible -= reduces ? quantity * slot.Held.Sign : Quantity.Zero;
        return new(slot.Key, plan.Market, side, price, quantity, reduces);
    }
}
