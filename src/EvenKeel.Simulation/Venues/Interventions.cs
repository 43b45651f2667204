using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>What moves the account without an order of it: a takeover, deleveraging, a trade of somebody
/// else.</summary>
internal sealed class Interventions(Floor floor, Trades trades)
{
    /// <summary>Trades on the account and says so in a flow; the fee is a taker's.</summary>
    public void Trade(VenueFlowKind kind, Pair pair, Market market, Quantity signed, Price price)
    {
        var side = Sides.Toward(signed);
        var (coin, fee) = trades.FeeOf(pair, market, side, price, signed.Abs(), maker: false);
        trades.Move(pair, market, signed, price, coin, fee);
        var flow = new VenueFlow(
            floor.NextId("outside"), floor.Now, kind, market, coin, signed, price, Rate.Zero, -fee);
        pair.Flows.Add(flow);
        floor.Flowed?.Invoke(pair.Symbol, flow);
        floor.MovedOutside?.Invoke(market, signed);
        floor.Pushed?.Invoke(pair.Symbol, null, Quantity.Zero);
    }
}
