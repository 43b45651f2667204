using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>What the venue does to an account by itself: liquidation, deleveraging, and the trade of a
/// person.</summary>
public sealed class LiquidationTests
{
    [Fact]
    public void An_account_whose_margin_exceeds_its_equity_is_taken_over()
    {
        var scene = new Scene(usdt: 10_000m);
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.01m, 40_000m, TimeInForce.GoodTillCancel), out var id);
        var price = scene.Account().LiquidationPrice!.Value;

        Quote(scene, price.Value - 20m);
        Assert.Empty(scene.Flows());
        Quote(scene, price.Value + 20m);

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((VenueFlowKind.Liquidated, Market.Linear, 1m), (flow.Kind, flow.Market, flow.Quantity.Value));
        Assert.Equal((price.Value + 21m, -(price.Value + 21m) * 0.00055m), (flow.Price.Value, flow.Change));
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
        var cancelled = scene.Find(Market.Spot, id).Report!;
        Assert.Equal((OrderState.Cancelled, "CancelByPrepareLiq"), (cancelled.State, cancelled.Reason));
    }

    [Fact]
    public void The_liquidation_price_is_where_maintenance_margin_meets_adjusted_equity()
    {
        var scene = new Scene(usdt: 10_000m);
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));

        // cash + 50 009 − p = p × (0.005 + 0.00055)
        var expected = (scene.Venue.Held(Scene.Usdt).Balance + 50_009m) / 1.00555m;

        Assert.InRange(scene.Account().LiquidationPrice!.Value.Value, expected - 0.1m, expected + 0.1m);
    }

    [Fact]
    public void A_hedged_perpetual_has_no_liquidation_price()
    {
        var scene = new Scene(usdt: 60_000m);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.999m));

        Assert.Null(scene.Account().LiquidationPrice);
        Quote(scene, 150_000m);
        Assert.Empty(scene.Flows());
    }

    [Fact]
    public void Inside_a_bar_it_strikes_at_the_first_bad_millisecond_of_the_path()
    {
        var scene = new BarScene();
        scene.Open(Market.Linear, 50_000m, 50_000m, 50_000m, 50_000m, volume: 1000m);
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 19m));
        scene.Close();
        var cash = scene.Venue.Held(Scene.Usdt).Balance;
        scene.Open(Market.Linear, 50_000m, 60_000m, 50_000m, 60_000m);

        scene.Close();

        // Tier up to 2 million: 0.5 %; above 1 %, less 10 000: cash + 19 × (50 000 − p) = 19 p × (0.005 + 0.00055)
        var p = (cash + (19m * 50_000m)) / (19m * 1.00555m);
        var flow = Assert.Single(Flows(scene));
        Assert.InRange(flow.Price.Value, p - 0.1m, p + 1m);
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
        Assert.InRange((flow.At - Scene.Start).TotalSeconds, 300, 600);
    }

    [Fact]
    public void A_short_sale_that_cannot_be_borne_is_bought_back_by_the_venue()
    {
        var scene = new Scene(usdt: 12_000m);
        scene.Do(Scene.Draft(Market.Spot, Side.Sell, 1m, onMargin: true));

        Quote(scene, 59_700m);

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((VenueFlowKind.Liquidated, Market.Spot, Scene.Coin), (flow.Kind, flow.Market, flow.Coin));
        Assert.Equal((1.00100101m, -0.00100100101m), (flow.Quantity.Value, flow.Change));
        Assert.Equal(0m, scene.Venue.Held(Scene.Coin).Debt);
    }

    [Fact]
    public void Deleveraging_takes_a_part_of_the_position_at_a_price()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));
        var before = scene.Venue.Figures!.Value.Equity;

        scene.Venue.Deleverage(Scene.Btc, new(0.5m), new(50_010m));

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((VenueFlowKind.Deleveraged, 0.5m, 50_010m), (flow.Kind, flow.Quantity.Value, flow.Price.Value));
        Assert.Equal(-0.5m, scene.Account().Position.Value);
        Assert.Equal(before.Value + flow.Change, scene.Venue.Figures!.Value.Equity.Value);
        Assert.Contains(null, scene.Pushes);
        Assert.Throws<ArgumentOutOfRangeException>(() => scene.Venue.Deleverage(Scene.Btc, new(0.6m), new(50_010m)));
    }

    [Fact]
    public void What_is_lost_elsewhere_on_the_account_lets_a_hedged_position_be_taken_over()
    {
        var scene = new Scene(usdt: 60_000m);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.999m));
        var spare = scene.Venue.Figures!.Value;

        scene.Venue.Lose(spare.Adjusted - spare.Maintenance - new Amount(1m));
        Assert.Empty(scene.Flows());
        scene.Venue.Lose(new(2m));

        Assert.Equal(VenueFlowKind.Liquidated, Assert.Single(scene.Flows()).Kind);
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
        Assert.Equal(0.999m, scene.Venue.Held(Scene.Coin).Balance);
    }

    [Fact]
    public void A_delisted_perpetual_is_settled_its_orders_are_gone_and_it_never_trades_again()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));
        scene.Place(Scene.Draft(Market.Linear, Side.Buy, 0.5m, 40_000m, TimeInForce.GoodTillCancel), out var rests);

        scene.Venue.Delist(Scene.Btc, new(50_020m));

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((1m, 50_020m), (flow.Quantity.Value, flow.Price.Value));
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
        Assert.Equal(OrderState.Cancelled, scene.Find(Market.Linear, rests).Report!.State);
        Assert.Equal(RefusalKind.Halted, scene.Refused(Scene.Draft(Market.Linear, Side.Sell, 1m)));
    }

    [Fact]
    public void After_its_lot_has_changed_only_multiples_of_the_new_one_are_taken()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.003m));

        scene.Venue.ChangeLot(Market.Linear, Scene.Btc, new(0.01m));

        Assert.Equal(0.01m, scene.Venue.InstrumentOf(Market.Linear, Scene.Btc).QuantityMin.Value);
        Assert.Equal(RefusalKind.Shape, scene.Refused(Scene.Draft(Market.Linear, Side.Sell, 0.003m)));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.02m));
        Assert.Equal(-0.023m, scene.Venue.Position(Scene.Btc).Value);
    }

    [Fact]
    public void A_persons_trade_is_a_flow_of_its_own()
    {
        var scene = new Scene(btc: 1m);

        scene.Venue.OutsideTrade(Market.Spot, Scene.Btc, new(-0.4m), new(50_000m));

        var flow = Assert.Single(scene.Flows());
        Assert.Equal((VenueFlowKind.OutsideTrade, -0.4m, -20m), (flow.Kind, flow.Quantity.Value, flow.Change));
        Assert.Equal((0.6m, 119_980m), (scene.Venue.Held(Scene.Coin).Balance, scene.Venue.Held(Scene.Usdt).Balance));
        Assert.Empty(scene.Fills);
    }

    [Fact]
    public void Flows_are_told_from_a_time_on_with_ids_that_stay()
    {
        var scene = new Scene(btc: 1m);
        scene.Venue.OutsideTrade(Market.Spot, Scene.Btc, new(-0.1m), new(50_000m));
        scene.WaitMs(10);
        scene.Venue.OutsideTrade(Market.Spot, Scene.Btc, new(-0.2m), new(50_000m));

        var all = scene.Flows();
        var later = (VenueReply.FlowsRead)scene.Ask(new VenueRequest.ReadFlows(Scene.Btc, Scene.Coin, Scene.Start));

        Assert.Equal(2, all.Select(f => f.Id).Distinct().Count());
        Assert.Equal([all[1]], later.Flows);
    }

    private static void Quote(Scene scene, decimal middle)
    {
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(middle - 1m), new(middle + 1m), new(10m));
        scene.Venue.Quote(Market.Linear, Scene.Btc, new(middle - 1m), new(middle + 1m), new(10m));
    }

    private static IEnumerable<VenueFlow> Flows(BarScene scene) =>
        scene.Venue.Snapshot().Pairs.SelectMany(p => p.Flows);
}
