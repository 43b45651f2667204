using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Venues;

/// <summary>What a trade does to the account: coin, cash, position and fee, exactly.</summary>
internal sealed class Trades(Floor floor, BorrowDesk desk, VenueFaults faults)
{
    /// <summary>Fills a part of an order.</summary>
    public void Fill(VenueOrder order, Price price, Quantity quantity, bool maker)
    {
        var draft = order.Draft;
        var pair = floor.Find(draft.Symbol)!;
        var (coin, fee) = FeeOf(pair, draft.Market, draft.Side, price, quantity, maker);
        var fill = new Fill(
            floor.NextId("fill"), order.Id, draft.Market, draft.Symbol, draft.Side, price, quantity, coin, fee, maker,
            floor.Now);
        order.Fills.Add(fill);
        order.Traded += quantity;
        Move(pair, draft.Market, quantity * draft.Side.Sign(), price, coin, fee + faults.FeeOvercharge);
        floor.Filled?.Invoke(fill);
        floor.Pushed?.Invoke(draft.Symbol, order.Id, order.Traded);
    }

    /// <summary>What a trade costs: of the coin bought on spot, else of the quote. A rebate comes in the other
    /// coin.</summary>
    public (Coin Coin, decimal Fee) FeeOf(
        Pair pair, Market market, Side side, Price price, Quantity quantity, bool maker)
    {
        var fees = floor.Fees(market);
        var rate = maker ? fees.Maker : fees.Taker;
        var inBase = market == Market.Spot && (side == Side.Buy) == (rate >= Rate.Zero);
        return inBase
            ? (pair.Base, quantity.Value * rate.Value)
            : (floor.Wallet.Quote, (price * quantity * rate).Value);
    }

    /// <summary>Moves what a trade moves. A coin that is sold and not held is borrowed.</summary>
    /// <param name="signed">Bought is positive. [base]</param>
    /// <param name="fee">Paid is positive. [feeCoin]</param>
    public void Move(Pair pair, Market market, Quantity signed, Price price, Coin feeCoin, decimal fee)
    {
        if (market == Market.Linear)
        {
            floor.Pay(pair, pair.Position.Trade(signed, price).Value - fee);
            return;
        }

        var coin = floor.Wallet.Of(pair.Base);
        var feeBase = feeCoin == pair.Base ? fee : 0m;
        desk.Provide(pair.Base, -signed.Value + feeBase);
        coin.Balance += signed.Value - feeBase;
        floor.Pay(pair, (price * -signed).Value - (fee - feeBase));
    }
}
