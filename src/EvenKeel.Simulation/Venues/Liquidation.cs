using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>Takes an account over that cannot maintain its margin.</summary>
internal sealed class Liquidation(
    Floor floor, BorrowDesk desk, Interventions interventions, Endings endings, MarginAccount margin)
{
    /// <summary>Takes over what the account cannot bear: its orders are cancelled, borrowed coin is repaid from what
    /// is held, then the perpetuals go whole, the heaviest first, then what is still owed is bought back.</summary>
    public void Take()
    {
        while (floor.Orders.Live.Count > 0)
        {
            endings.End(floor.Orders.Live[0], OrderState.Cancelled, "CancelByPrepareLiq");
        }

        foreach (var pair in floor.Pairs)
        {
            desk.Settle(pair.Base, decimal.MaxValue);
        }

        while (IsBankrupt() && Heaviest() is { } pair)
        {
            var size = -pair.Position.Size;
            var price = PriceOf(pair, Market.Linear, size);
            interventions.Trade(VenueFlowKind.Liquidated, pair, Market.Linear, size, price);
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
        interventions.Trade(VenueFlowKind.Liquidated, pair, Market.Spot, bought, PriceOf(pair, Market.Spot, bought));
        desk.Settle(pair.Base, decimal.MaxValue);
    }

    /// <summary>At the book's price; at the mark when there is none, for the venue does not wait.</summary>
    private Price PriceOf(Pair pair, Market market, Quantity signed) =>
        pair.Of(market)?.Top(floor.Now)?.Taking(Sides.Toward(signed))
        ?? (market == Market.Spot ? pair.CoinWorth(floor.Now) : pair.MarkAt(floor.Now))!.Value;
}
