using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Decides whether an order is taken in. What it refuses does not exist afterwards.</summary>
internal sealed class Admission(Floor floor, BorrowDesk desk, MarginAccount margin)
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
            ?? Unfunded(draft, price);
    }

    /// <summary>What an order lacks at the moment at which it would trade; null: nothing.</summary>
    public VenueReply.Refused? Lacking(VenueOrder order, Leg leg)
    {
        var draft = order.Draft;
        if (draft.Market == Market.Linear)
        {
            return null;
        }

        var pair = floor.Find(draft.Symbol)!;
        if (draft.Side == Side.Sell)
        {
            return MissingCoin(pair, order.Left.Value, draft.OnMargin);
        }

        var price = draft.Limit ?? leg.Book!.Best(Side.Buy, null, floor.Now)?.Price;
        return price is { } paid ? MissingCash((paid * order.Left).Value) : null;
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

    private VenueReply.Refused? Unfunded(OrderDraft draft, Price price)
    {
        var pair = floor.Find(draft.Symbol)!;
        if (draft.Market == Market.Spot)
        {
            var missing = draft.Side == Side.Sell
                ? MissingCoin(pair, (Reserved(draft) + draft.Quantity).Value, draft.OnMargin)
                : MissingCash((ReservedCash() + (price * draft.Quantity)).Value);
            if (missing is not null)
            {
                return missing;
            }
        }

        return IsReducing(draft, pair) || margin.Bears(draft, price) ? null : Refuse(
            RefusalKind.Funds, draft.Market == Market.Spot ? "170131" : "110007", "ab not enough for new order");
    }

    /// <summary>A sale of what is held, a purchase of what is owed and a smaller position need no margin.</summary>
    private bool IsReducing(OrderDraft draft, Pair pair)
    {
        if (draft.Market == Market.Linear)
        {
            return pair.Position.Size.Sign == -draft.Side.Sign() && draft.Quantity <= pair.Position.Size.Abs();
        }

        var coin = floor.Wallet.Of(pair.Base);
        if (draft.Side == Side.Sell)
        {
            return draft.Quantity.Value <= coin.Balance;
        }

        // What is bought to repay is grossed up for its own fee, and to the lot.
        var received = draft.Quantity.Value * (1m - floor.Fees(Market.Spot).Taker.Value);
        return coin.Balance - coin.Debt + received <= pair.Spot!.Terms.Lot.Value.Value && coin.Debt > coin.Balance;
    }

    private VenueReply.Refused? MissingCoin(Pair pair, decimal quantity, bool onMargin)
    {
        var missing = quantity - floor.Wallet.Of(pair.Base).Balance;
        if (missing <= 0m)
        {
            return null;
        }

        var available = onMargin ? desk.Available(pair.Base) : Quantity.Zero;
        return missing <= available.Value ? null : onMargin
            ? Refuse(RefusalKind.Funds, "176015", $"{missing} {pair.Base} is missing, {available} can be borrowed")
            : Refuse(RefusalKind.Funds, "170131", $"Insufficient balance: {missing} {pair.Base} is missing");
    }

    private VenueReply.Refused? MissingCash(decimal amount)
    {
        var missing = amount - floor.Wallet.Of(floor.Wallet.Quote).Balance;
        return missing <= floor.Settings.QuoteBorrow.Value.Limit.Value || missing <= 0m ? null : Refuse(
            RefusalKind.Funds, "170131", $"Insufficient balance: {missing} {floor.Wallet.Quote} is missing");
    }

    /// <summary>What open sales of a coin will hand over. [base]</summary>
    private Quantity Reserved(OrderDraft draft)
    {
        var sum = Quantity.Zero;
        foreach (var order in floor.Orders.Live)
        {
            var counts = order.Draft is { Market: Market.Spot, Side: Side.Sell } && order.Draft.Symbol == draft.Symbol;
            sum = counts ? sum + order.Left : sum;
        }

        return sum;
    }

    /// <summary>What open purchases on spot will cost at their limits. [quote]</summary>
    public Amount ReservedCash()
    {
        var sum = Amount.Zero;
        foreach (var order in floor.Orders.Live)
        {
            var counts = order.Draft is { Market: Market.Spot, Side: Side.Buy, Limit: not null };
            sum = counts ? sum + (order.Draft.Limit!.Value * order.Left) : sum;
        }

        return sum;
    }

    private static VenueReply.Refused Refuse(RefusalKind kind, string code, string reason) => new(kind, code, reason);
}
