using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Decides whether an order is taken in. What it refuses does not exist afterwards.</summary>
internal sealed class Admission(Floor floor, Funds funds)
{
    private const int OrdersMax = 500;
    private static readonly TimeSpan s_ahead = TimeSpan.FromMilliseconds(1000);

    /// <summary>serverTime − recvWindow ≤ timestamp &lt; serverTime + 1000 ms, else the request is not looked
    /// at.</summary>
    public static VenueReply.Refused? OffClock(Instant timestamp, TimeSpan window, Instant now) =>
        timestamp >= now - window && timestamp < now + s_ahead ? null : Refuse(
            RefusalKind.Clock, "10002", $"timestamp {timestamp} is outside [{now - window}, {now + s_ahead})");

    /// <summary>Null: the order may come in.</summary>
    public VenueReply.Refused? Refusal(OrderDraft draft)
    {
        if (floor.Find(draft.Symbol)?.Of(draft.Market) is not { } leg)
        {
            return Refuse(RefusalKind.Shape, "10001", $"{draft.Market} {draft.Symbol}: no such symbol");
        }

        if (!leg.Trades(floor.Now))
        {
            var code = draft.Market == Market.Spot ? "170157" : "110074";
            return Refuse(RefusalKind.Halted, code, $"{draft.Market} {draft.Symbol} does not trade now");
        }

        var price = draft.Limit ?? leg.Top(floor.Now)?.Taking(draft.Side) ?? leg.Book!.WorthLast!.Value;
        return Misshapen(draft, leg.InstrumentAt(floor.Now), price) ?? TooMany(draft) ?? NothingToReduce(draft)
            ?? funds.Refusal(draft, price);
    }

    private static VenueReply.Refused? Misshapen(OrderDraft draft, Instrument on, Price price)
    {
        var size = draft.Quantity;
        if (size <= Quantity.Zero || size < on.QuantityMin || size.Value % on.Lot.Value != 0m)
        {
            return Refuse(
                RefusalKind.Shape, draft.Market == Market.Spot ? "170137" : "10001",
                $"quantity {draft.Quantity}: must be a multiple of {on.Lot} and at least {on.QuantityMin}");
        }

        if (draft.Limit is { } limit && (limit.Value <= 0m || limit.Value % on.Tick.Value != 0m))
        {
            return Refuse(
                RefusalKind.Shape, draft.Market == Market.Spot ? "170134" : "110003",
                $"price {limit}: must be above zero and a multiple of {on.Tick}");
        }

        if (price * draft.Quantity < on.NotionalMin)
        {
            return Refuse(
                RefusalKind.Shape, draft.Market == Market.Spot ? "170140" : "110094",
                $"worth {price * draft.Quantity}: must be at least {on.NotionalMin}");
        }

        return draft is { TimeInForce: TimeInForce.PostOnly, Limit: null } or { Market: Market.Spot, ReduceOnly: true }
            ? Refuse(RefusalKind.Shape, "10001", "post-only needs a price, and spot knows no reduce-only")
            : null;
    }

    private VenueReply.Refused? TooMany(OrderDraft draft)
    {
        var open = 0;
        foreach (var order in floor.Orders.Live)
        {
            var counts = draft.Market == Market.Spot || order.Draft.Symbol == draft.Symbol;
            open += order.Draft.Market == draft.Market && counts ? 1 : 0;
        }

        return open < OrdersMax ? null : Refuse(
            RefusalKind.Shape, draft.Market == Market.Spot ? "170810" : "110020", $"{open} orders are open already");
    }

    private VenueReply.Refused? NothingToReduce(OrderDraft draft)
    {
        if (!draft.ReduceOnly)
        {
            return null;
        }

        var position = floor.Find(draft.Symbol)!.Position.Size;
        return position.IsZero
            ? Refuse(RefusalKind.ReduceOnly, "110017", "current position is zero, cannot fix reduce-only order qty")
            : position.Sign == draft.Side.Sign()
                ? Refuse(RefusalKind.ReduceOnly, "110017", "reduce-only order has same side with current position")
                : null;
    }

    internal static VenueReply.Refused Refuse(RefusalKind kind, string code, string reason) => new(kind, code, reason);
}
