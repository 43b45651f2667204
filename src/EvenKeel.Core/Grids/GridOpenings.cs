using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>Which rungs are opened, from the price outwards.</summary>
internal static class GridOpenings
{
    /// <summary>Adds the openings of one side that find room: in its window, under the inventory cap, within range and
    /// collar, and not where a closing order of the same side stands.</summary>
    public static void Add(
        in GridSight sight, Side side, GridOpening allowed, ImmutableArray<WantedOrder>.Builder orders)
    {
        if (!sight.Plan.Opens(side))
        {
            return;
        }

        var closing = new HashSet<Price>(orders.Count);
        var left = sight.Plan.Window(side);
        foreach (var order in orders)
        {
            if (order is { Opens: false } && order.Side == side)
            {
                closing.Add(order.Price);
                left--;
            }
        }

        var room = sight.Plan.InventoryMax - ((sight.Mid * sight.Book.Slots.Held) * side.Sign());
        for (var away = 0; away <= sight.Plan.Window(side) && left > 0; away++)
        {
            if (Wanted(sight, side, sight.Centre - (away * side.Sign()), away, allowed) is not { } wanted)
            {
                continue;
            }

            var worth = wanted.Price * wanted.Quantity;
            if (worth > room || closing.Contains(wanted.Price))
            {
                continue;
            }

            orders.Add(wanted);
            (room, left) = (room - worth, left - 1);
        }
    }

    /// <summary>The order that a rung should have; null: none.</summary>
    private static WantedOrder? Wanted(in GridSight sight, Side side, int index, int away, GridOpening allowed)
    {
        var key = new SlotKey(sight.Book.Ladder.Generation, index);
        var slot = sight.Book.Slots.Find(key);
        if (slot is { Order: { } order } resting)
        {
            var stays = order.Draft.Side == side && resting.IsOpening
                && (resting.Closable(sight.Plan.On).IsZero || !sight.ClosesFirst(resting));
            return stays ? Opening(SlotBook.Of(key, order)) : null;
        }

        // The rung at the centre keeps its order, but gets no new one: the price stands there.
        var filled = slot is { } held && !held.Closable(sight.Plan.On).IsZero;
        if (away == 0 || filled || allowed != GridOpening.New || Math.Abs(index) > Ladder.IndexMax)
        {
            return null;
        }

        var rung = sight.Rung(index);
        var quantity = rung.Value > 0m ? sight.Plan.SizeAt(rung, sight.Range) : Quantity.Zero;
        return IsNew(sight, side, index, rung) && quantity >= sight.Plan.On.TradableResidue(rung)
            ? new(key, sight.Plan.Market, side, rung, quantity, ReduceOnly: false, Opens: true)
            : null;
    }

    private static bool IsNew(in GridSight sight, Side side, int index, Price rung)
    {
        var away = side.Sign() * (sight.Mid - rung).Value;
        var near = sight.Plan.Settings.Near.Value * sight.Book.Ladder.SpacingAt(sight.Mid).Value;
        return rung.Value > 0m && sight.Mark is { } mark && away >= near && sight.Book.Ladder.Has(rung)
            && sight.Book.Ladder.Has(sight.Rung(index + side.Sign()))
            && Math.Abs(rung.Value - mark.Value) <= sight.Plan.Limits.PriceCollar.Value * mark.Value;
    }

    private static WantedOrder Opening(RestingOrder rests) =>
        new(rests.Slot, rests.Market, rests.Side, rests.Price, rests.Quantity, rests.ReduceOnly, Opens: true);
}
