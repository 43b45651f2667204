using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Looks whether an order can be paid for: with coin, cash, what may be borrowed, and margin.</summary>
internal sealed class Funds(Floor floor, BorrowDesk desk, MarginAccount margin)
{
    /// <summary>What is missing for an order, beside all that are open; null: nothing.</summary>
    public VenueReply.Refused? Refusal(OrderDraft draft, Price price)
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

        return IsReducing(draft, pair) || margin.Bears(draft, price) ? null : Admission.Refuse(
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
        return coin.Balance - coin.Debt + received <= pair.Spot!.Lot.Value && coin.Debt > coin.Balance;
    }

    private VenueReply.Refused? MissingCoin(Pair pair, decimal quantity, bool onMargin)
    {
        var missing = quantity - floor.Wallet.Of(pair.Base).Balance;
        if (missing <= 0m)
        {
            return null;
        }

        var available = onMargin ? desk.Available(pair.Base) : Quantity.Zero;
        var reason = $"Insufficient balance: {missing} {pair.Base} is missing, {available} can be borrowed";
        return missing <= available.Value
            ? null
            : Admission.Refuse(RefusalKind.Funds, onMargin ? "176015" : "170131", reason);
    }

    private VenueReply.Refused? MissingCash(decimal amount)
    {
        var missing = amount - floor.Wallet.Of(floor.Wallet.Quote).Balance;
        return missing <= floor.Settings.QuoteBorrow.Value.Limit.Value || missing <= 0m ? null : Admission.Refuse(
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
}
