using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Lets the market meet the orders that rest: the best price first, then the earlier.</summary>
internal sealed class RestingOrders(Floor floor, Trades trades, Funds funds, Endings endings)
{
    /// <summary>When the first resting order can fill, no later than a time; Never if none can.</summary>
    public Instant NextFill(Instant until)
    {
        var first = Instant.Never;
        foreach (var order in floor.Orders.Live)
        {
            if (order.Resting && floor.LegOf(order) is { Halted: false, Book: { } book })
            {
                var from = Instant.Later(floor.Now, order.PartAt);
                var limit = Instant.Earlier(until, first);
                first = Instant.Earlier(first, book.NextCross(order.Draft.Side, order.Through, from, limit));
            }
        }

        return first;
    }

    /// <summary>Fills the resting orders that are met now, the best price first, then the earlier.</summary>
    public void Fill()
    {
        while (Foremost() is { } order)
        {
            Meet(order);
        }
    }

    private VenueOrder? Foremost()
    {
        VenueOrder? best = null;
        foreach (var order in floor.Orders.Live)
        {
            var met = order.Resting && order.PartAt <= floor.Now && IsMet(order);
            if (met && (best is null || ComesBefore(order, best)))
            {
                best = order;
            }
        }

        return best;
    }

    private bool IsMet(VenueOrder order) =>
        floor.LegOf(order) is { Halted: false, Book: { } book }
        && book.NextCross(order.Draft.Side, order.Through, floor.Now, floor.Now) == floor.Now;

    private static bool ComesBefore(VenueOrder order, VenueOrder best) =>
        order.Draft.Side == best.Draft.Side && order.Draft.Symbol == best.Draft.Symbol
        && order.Draft.Market == best.Draft.Market
        && order.Draft.Side.Sign() * (order.Draft.Limit!.Value - best.Draft.Limit!.Value).Value > 0m;

    private void Meet(VenueOrder order)
    {
        var draft = order.Draft;
        var leg = floor.LegOf(order);
        var limit = draft.Limit!.Value;
        var there = leg.Book!.Available(draft.Side, leg.Book is QuoteBook ? limit : null, floor.Now);
        var slow = floor.Settings.SlowFill.Value;
        var part = slow.Parts > 1
            ? leg.InstrumentAt(floor.Now).RoundUp(new Quantity(draft.Quantity.Value / slow.Parts))
            : draft.Quantity;
        var wanted = endings.Reducible(order);
        var quantity = Quantity.Min(Quantity.Min(there, part), wanted);
        if (!wanted.IsZero && funds.Lacking(order, leg) is { } lacking)
        {
            endings.End(order, OrderState.Cancelled, lacking.Reason);
            return;
        }

        if (quantity > Quantity.Zero)
        {
            trades.Fill(order, limit, quantity, maker: true);
            leg.Book.Consume(draft.Side, limit, quantity, floor.Now);
            order.PartAt = slow.Parts > 1 ? floor.Now + (slow.Span / (slow.Parts - 1)) : order.PartAt;
        }

        endings.Conclude(order, leg, rests: true);
    }
}
