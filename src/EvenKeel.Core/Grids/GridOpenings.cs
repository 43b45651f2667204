using System.Buffers;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>Which rungs are opened, from the price outwards.</summary>
internal static class GridOpenings
{
    /// <summary>Adds the openings of one side that find room: in its window, under the inventory cap, within range and
    /// collar, and not where a closing order of the same side stands.</summary>
    public static void Add(in GridSight sight, Side side, GridOpening allowed, ref WantedOrders orders)
    {
        if (!sight.Plan.Opens(side))
        {
            return;
        }

        var lent = ArrayPool<Price>.Shared.Rent(orders.All.Length);
        var closing = ClosingAt(orders.All, side, lent);
        var (window, left) = (sight.Plan.Window(side), sight.Plan.Window(side) - closing.Length);
        var room = sight.Plan.InventoryMax - ((sight.Mid * sight.Book.Slots.Held) * side.Sign());
        for (var away = 0; away <= window && left > 0; away++)
        {
            if (!IsWanted(in sight, side, sight.Centre - (away * side.Sign()), away, allowed, out var wanted))
            {
                continue;
            }

            var worth = wanted.Price * wanted.Quantity;
            if (worth > room || Contains(closing, wanted.Price))
            {
                continue;
            }

            orders.Add(in wanted);
            (room, left) = (room - worth, left - 1);
        }

        ArrayPool<Price>.Shared.Return(lent);
    }

    /// <summary>Where the closing orders of a side stand, from the lowest up.</summary>
    private static ReadOnlySpan<Price> ClosingAt(ReadOnlySpan<WantedOrder> orders, Side side, Span<Price> room)
    {
        var (count, inOrder) = (0, true);
        foreach (ref readonly var order in orders)
        {
            if (!order.Opens && order.Side == side)
            {
                // They come the nearest first: the highest purchase, the lowest sale.
                inOrder &= count == 0 || (side == Side.Buy) == (order.Price < room[count - 1]);
                room[count++] = order.Price;
            }
        }

        var closing = room[..count];
        if (!inOrder)
        {
            closing.Sort();
        }
        else if (side == Side.Buy)
        {
            closing.Reverse();
        }

        return closing;
    }

    private static bool Contains(ReadOnlySpan<Price> rising, Price price) =>
        !rising.IsEmpty && price >= rising[0] && price <= rising[^1] && rising.BinarySearch(price) >= 0;

    /// <summary>Whether a rung should have an opening order, and which.</summary>
    private static bool IsWanted(
        in GridSight sight, Side side, int index, int away, GridOpening allowed, out WantedOrder wanted)
    {
        var key = new SlotKey(sight.Book.Ladder.Generation, index);
        var slots = sight.Book.Slots.All;
        var at = slots.IndexOf(key);
        if (at >= 0 && slots[at].Order is { } order)
        {
            var draft = order.Draft;
            wanted = new(key, draft.Market, draft.Side, draft.Limit!.Value, order.Rest, draft.ReduceOnly, Opens: true);
            return draft.Side == side && slots[at].IsOpening
                && (slots[at].Closable(sight.Plan.On).IsZero || !sight.ClosesFirst(in slots[at]));
        }

        wanted = default;
        // The rung at the centre keeps its order, but gets no new one: the price stands there.
        var filled = at >= 0 && !slots[at].Closable(sight.Plan.On).IsZero;
        if (away == 0 || filled || allowed != GridOpening.New || Math.Abs(index) > Ladder.IndexMax)
        {
            return false;
        }

        var rung = sight.Rung(index);
        var quantity = rung.Value > 0m ? sight.Plan.SizeAt(rung, sight.Range) : Quantity.Zero;
        wanted = new(key, sight.Plan.Market, side, rung, quantity, ReduceOnly: false, Opens: true);
        return IsNew(in sight, side, index, rung) && quantity >= sight.Plan.On.TradableResidue(rung);
    }

    /// <summary>Whether a new order may open this rung: it and its exit are within range, the mark is known, and the
    /// rung lies within the collar and not too near.</summary>
    private static bool IsNew(in GridSight sight, Side side, int index, Price rung)
    {
        var distance = side.Sign() * (sight.Mid - rung).Value;
        var near = sight.Plan.Settings.Near.Value * sight.Book.Ladder.SpacingAt(sight.Mid).Value;
        return sight.Mark is { } mark && distance >= near && sight.Plan.IsInRange(sight.Book.Ladder, index, rung, side)
            && Math.Abs(rung.Value - mark.Value) <= sight.Plan.Limits.PriceCollar.Value * mark.Value;
    }
}
