using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Lets orders meet the book: on arrival they take, or rest; resting, they are met by price, then by
/// time.</summary>
internal sealed class Matching(Floor floor, Trades trades, Admission admission)
{
    /// <summary>An order arrives at the book, some time after it was acknowledged.</summary>
    public void Arrive(VenueOrder order)
    {
        var draft = order.Draft;
        var leg = LegOf(order);
        var now = floor.Now;
        var trading = leg.Trades(now);
        var rests = draft.Limit is not null && draft.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.PostOnly;
        var wanted = Reducible(order);
        if (!wanted.IsZero && admission.Lacking(order, leg) is { } lacking)
        {
            End(order, OrderState.Rejected, lacking.Reason);
        }
        else if (trading && draft.TimeInForce == TimeInForce.PostOnly && Crosses(draft, leg, now))
        {
            End(order, OrderState.Cancelled, "EC_PostOnlyWillTakeLiquidity");
        }
        else if (draft.TimeInForce == TimeInForce.FillOrKill
            && (!trading || leg.Book!.Available(draft.Side, draft.Limit, now) < wanted))
        {
            End(order, OrderState.Cancelled, "EC_CancelForNoFullFill");
        }
        else
        {
            if (trading && draft.TimeInForce != TimeInForce.PostOnly)
            {
                Take(order, leg, wanted);
            }

            Conclude(order, leg, rests);
        }
    }

    /// <summary>When the first resting order can fill, no later than a time; Never if none can.</summary>
    public Instant NextRestingFill(Instant until)
    {
        var first = Instant.Never;
        foreach (var order in floor.Orders.Live)
        {
            if (order.Resting && LegOf(order) is { Halted: false, Book: { } book })
            {
                var from = Instant.Later(floor.Now, order.PartAt);
                var limit = Instant.Earlier(until, first);
                first = Instant.Earlier(first, book.NextCross(order.Draft.Side, order.Through, from, limit));
            }
        }

        return first;
    }

    /// <summary>Fills the resting orders that are met now, the best price first, then the earlier.</summary>
    public void FillResting()
    {
        while (Foremost() is { } order)
        {
            Meet(order);
        }
    }

    /// <summary>Ends an order and lets it be known.</summary>
    public void End(VenueOrder order, OrderState state, string? reason)
    {
        floor.Orders.End(order, state, reason, floor.Now);
        floor.Pushed?.Invoke(order.Draft.Symbol, order.Id);
    }

    private Leg LegOf(VenueOrder order) => floor.LegOf(order.Draft.Market, order.Draft.Symbol);

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
        LegOf(order) is { Halted: false, Book: { } book }
        && book.NextCross(order.Draft.Side, order.Through, floor.Now, floor.Now) == floor.Now;

    private static bool ComesBefore(VenueOrder order, VenueOrder best) =>
        order.Draft.Side == best.Draft.Side && order.Draft.Symbol == best.Draft.Symbol
        && order.Draft.Market == best.Draft.Market
        && order.Draft.Side.Sign() * (order.Draft.Limit!.Value - best.Draft.Limit!.Value).Value > 0m;

    private void Meet(VenueOrder order)
    {
        var draft = order.Draft;
        var leg = LegOf(order);
        var limit = draft.Limit!.Value;
        var there = leg.Book!.Available(draft.Side, leg.Book is QuoteBook ? limit : null, floor.Now);
        var slow = floor.Settings.SlowFill.Value;
        var part = slow.Parts > 1
            ? leg.InstrumentAt(floor.Now).RoundUp(new Quantity(draft.Quantity.Value / slow.Parts))
            : draft.Quantity;
        var wanted = Reducible(order);
        var quantity = Quantity.Min(Quantity.Min(there, part), wanted);
        if (!wanted.IsZero && admission.Lacking(order, leg) is { } lacking)
        {
            End(order, OrderState.Cancelled, lacking.Reason);
            return;
        }

        if (quantity > Quantity.Zero)
        {
            trades.Fill(order, limit, quantity, maker: true);
            leg.Book.Consume(draft.Side, limit, quantity, floor.Now);
            order.PartAt = slow.Parts > 1 ? floor.Now + (slow.Span / (slow.Parts - 1)) : order.PartAt;
        }

        Conclude(order, leg, rests: true);
    }

    private void Take(VenueOrder order, Leg leg, Quantity wanted)
    {
        var draft = order.Draft;
        while (wanted > Quantity.Zero && leg.Book!.Best(draft.Side, draft.Limit, floor.Now) is { } level)
        {
            var quantity = Quantity.Min(wanted, level.Quantity);
            trades.Fill(order, level.Price, quantity, maker: false);
            leg.Book.Consume(draft.Side, level.Price, quantity, floor.Now);
            wanted -= quantity;
        }
    }

    private void Conclude(VenueOrder order, Leg leg, bool rests)
    {
        if (order.Left.IsZero)
        {
            End(order, OrderState.Filled, null);
        }
        else if (Reducible(order).IsZero)
        {
            End(order, OrderState.Cancelled, "CancelByReduceOnly");
        }
        else if (!rests)
        {
            End(order, OrderState.Cancelled, "EC_NoImmediateQtyToFill");
        }
        else if (!order.Resting)
        {
            order.Resting = true;
            order.Through = leg.Book!.Through(order.Draft.Side, order.Draft.Limit!.Value, floor.Now);
        }
    }

    /// <summary>What is left of an order; of a reduce-only one no more than there is to reduce. [base]</summary>
    private Quantity Reducible(VenueOrder order)
    {
        if (!order.Draft.ReduceOnly)
        {
            return order.Left;
        }

        var position = floor.Find(order.Draft.Symbol)!.Position.Size;
        return position.Sign == -order.Draft.Side.Sign() ? Quantity.Min(order.Left, position.Abs()) : Quantity.Zero;
    }

    private static bool Crosses(OrderDraft draft, Leg leg, Instant now) =>
        leg.Top(now) is { } top && draft.Side.Sign() * (draft.Limit!.Value - top.Taking(draft.Side)).Value >= 0m;
}
