using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Lets orders meet the book on their arrival: they take, or come to rest.</summary>
internal sealed class Matching(Floor floor, Trades trades, Funds funds, Endings endings)
{
    /// <summary>An order arrives at the book, some time after it was acknowledged.</summary>
    public void Arrive(VenueOrder order)
    {
        var draft = order.Draft;
        var leg = floor.LegOf(order);
        var now = floor.Now;
        var trading = leg.Trades(now);
        var rests = draft.Limit is not null && draft.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.PostOnly;
        var wanted = endings.Reducible(order);
        if (!wanted.IsZero && funds.Lacking(order, leg) is { } lacking)
        {
            endings.End(order, OrderState.Rejected, lacking.Reason);
        }
        else if (trading && draft.TimeInForce == TimeInForce.PostOnly && Crosses(draft, leg, now))
        {
            endings.End(order, OrderState.Cancelled, "EC_PostOnlyWillTakeLiquidity");
        }
        else if (draft.TimeInForce == TimeInForce.FillOrKill
            && (!trading || leg.Book!.Available(draft.Side, draft.Limit, now) < wanted))
        {
            endings.End(order, OrderState.Cancelled, "EC_CancelForNoFullFill");
        }
        else
        {
            if (trading && draft.TimeInForce != TimeInForce.PostOnly)
            {
                Take(order, leg, wanted);
            }

            endings.Conclude(order, leg, rests);
        }
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

    private static bool Crosses(OrderDraft draft, Leg leg, Instant now) =>
        leg.Top(now) is { } top && draft.Side.Sign() * (draft.Limit!.Value - top.Taking(draft.Side)).Value >= 0m;
}
