using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>What moves the account without an order of it: liquidation, deleveraging, a trade of somebody
/// else.</summary>
internal sealed class Interventions(
    Floor floor, BorrowDesk desk, Trades trades, Matching matching, MarginAccount margin)
{
    /// <summary>Trades on the account and says so in a flow; the fee is a taker's.</summary>
    public void Trade(VenueFlowKind kind, Pair pair, Market market, Quantity signed, Price price)
    {
        var side = Sides.Toward(signed);
        var (coin, fee) = trades.FeeOf(pair, market, side, price, signed.Abs(), maker: false);
        trades.Move(pair, market, signed, price, coin, fee);
        pair.Flows.Add(new(floor.NextId("outside"), floor.Now, kind, market, coin, signed, price, Rate.Zero, -fee));
        floor.Pushed?.Invoke(pair.Symbol, null);
    }

    /// <summary>Takes over what the account cannot bear: its orders are cancelled, borrowed coin is repaid from what
    /// is held, then the perpetuals go whole, the heaviest first, then what is still owed is bought back.</summary>
    public void Liquidate()
    {
        while (floor.Orders.Live.Count > 0)
        {
            matching.End(floor.Orders.Live[0], OrderState.Cancelled, "CancelByPrepareLiq");
        }

        foreach (var pair in floor.Pairs)
        {
            desk.Settle(pair.Base, decimal.MaxValue);
        }

        while (IsBankrupt() && Heaviest() is { } pair)
        {
            var size = -pair.Position.Size;
            Trade(VenueFlowKind.Liquidated, pair, Market.Linear, size, PriceOf(pair, Market.Linear, size));
        }

        foreach (var pair in floor.Pairs)
        {
            if (IsBankrupt() && floor.Wallet.Of(pair.Base).Debt > 0m)
            {
                BuyBack(pair);
            }
        }
    }

    private bool IsBankrupt() => margin.At(floor.Now) is { IsBankrupt: true };

    private Pair? Heaviest()
    {
        Pair? heaviest = null;
        var most = Amount.Zero;
        foreach (var pair in floor.Pairs)
        {
            var worth = pair.MarkAt(floor.Now) is { } mark ? (mark * pair.Position.Size).Abs() : Amount.Zero;
            (heaviest, most) = worth > most ? (pair, worth) : (heaviest, most);
        }

        return heaviest;
    }

    /// <summary>Buys the debt and the fee that the purchase costs in coin, up to the eighth decimal, and
    /// repays.</summary>
    private void BuyBack(Pair pair)
    {
        var coin = floor.Wallet.Of(pair.Base);
        var kept = 1m - floor.Fees(Market.Spot).Taker.Value;
        var owed = (coin.Debt - coin.Balance) / kept;
        var bought = new Quantity(Math.Round(owed, 8, MidpointRounding.ToPositiveInfinity));
        Trade(VenueFlowKind.Liquidated, pair, Market.Spot, bought, PriceOf(pair, Market.Spot, bought));
        desk.Settle(pair.Base, decimal.MaxValue);
    }

    /// <summary>At the book's price; at the mark when there is none, for the venue does not wait.</summary>
    private Price PriceOf(Pair pair, Market market, Quantity signed) =>
        pair.Of(market)?.Top(floor.Now)?.Taking(Sides.Toward(signed))
        ?? (market == Market.Spot ? pair.CoinWorth(floor.Now) : pair.MarkAt(floor.Now))!.Value;
}
