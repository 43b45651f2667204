using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Two pairs on one account: margin is shared, flows are not.</summary>
public sealed class TwoPairTests
{
    private static readonly Symbol Eth = new("ETHUSDT");

    [Fact]
    public void Funding_goes_to_the_pair_that_earned_it_and_to_one_cash_balance()
    {
        var scene = Both(btc: -0.5m, eth: 3m);
        var cash = scene.Venue.Held(Scene.Usdt).Balance;
        var at = Scene.Start + TimeSpan.FromHours(8);
        scene.Venue.Settle(Scene.Btc, at, new(0.0001m), TimeSpan.FromHours(8));
        scene.Venue.Settle(Eth, at, new(0.0001m), TimeSpan.FromHours(8));

        scene.Wait(TimeSpan.FromHours(8));

        Assert.Equal([2.5005m], FlowsOf(scene, Scene.Btc).Select(f => f.Change));
        Assert.Equal([-0.9m], FlowsOf(scene, Eth).Select(f => f.Change));
        Assert.Equal(cash + 1.6005m, scene.Venue.Held(Scene.Usdt).Balance);
    }

    [Fact]
    public void A_gain_on_one_pair_bears_the_loss_on_the_other()
    {
        var scene = Both(btc: -1m, eth: 16m, usdt: 12_000m);
        QuoteEth(scene, 3_600m);

        QuoteBtc(scene, 59_000m);

        Assert.Empty(FlowsOf(scene, Scene.Btc));
        Assert.Equal(-1m, scene.Venue.Position(Scene.Btc).Value);
    }

    [Fact]
    public void The_heaviest_position_is_taken_over_first_and_the_rest_stays_if_it_can_be_borne()
    {
        var scene = Both(btc: -1m, eth: 2m, usdt: 10_000m);

        QuoteBtc(scene, 59_650m);

        Assert.Equal(VenueFlowKind.Liquidated, Assert.Single(FlowsOf(scene, Scene.Btc)).Kind);
        Assert.Empty(FlowsOf(scene, Eth));
        Assert.Equal(2m, scene.Venue.Position(Eth).Value);
    }

    [Fact]
    public void Depth_is_the_smaller_leg_within_the_slippage_that_counts()
    {
        var scene = new Scene();
        scene.Venue.Quote(
            Market.Spot, Scene.Btc,
            [new(new(50_000m), new(1m)), new(new(49_976m), new(2m)), new(new(49_900m), new(9m))],
            [new(new(50_001m), new(50m))]);

        Assert.Equal(3m, scene.Quoted().Depth!.Value.Value);
        scene.Venue.Quote(Market.Linear, Scene.Btc, [new(new(50_000m), new(1m))], []);
        Assert.Null(scene.Quoted().Depth);
    }

    [Theory]
    [InlineData(100, 1, 100, 1)]
    [InlineData(99, 0, 100, 1)]
    [InlineData(99, 1, -1, 1)]
    public void A_book_that_cannot_be_is_refused(int bid, int bidSize, int ask, int askSize) =>
        Assert.Throws<ArgumentException>(() => new Scene().Venue.Quote(
            Market.Spot, Scene.Btc, [new(new(bid), new(bidSize))], [new(new(ask), new(askSize))]));

    [Fact]
    public void Time_goes_forward_only_and_a_wallet_holds_known_coins()
    {
        var scene = new Scene();

        Assert.Throws<ArgumentOutOfRangeException>(
            () => scene.Venue.AdvanceTo(Scene.Start - TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ArgumentException>(() => new Scene(btc: -1m));
    }

    private static Scene Both(decimal btc, decimal eth, decimal usdt = 100_000m)
    {
        var scene = new Scene(usdt: usdt);
        QuoteEth(scene, 3_000m);
        scene.Venue.OutsideTrade(Market.Linear, Scene.Btc, new(btc), new(50_010m));
        scene.Venue.OutsideTrade(Market.Linear, Eth, new(eth), new(3_000m));
        scene.WaitMs(1);
        scene.Venue.Fold(scene.Now);
        return scene;
    }

    private static void QuoteBtc(Scene scene, decimal middle) =>
        scene.Venue.Quote(Market.Linear, Scene.Btc, new(middle - 1m), new(middle + 1m), new(10m));

    private static void QuoteEth(Scene scene, decimal middle) =>
        scene.Venue.Quote(Market.Linear, Eth, new(middle - 1m), new(middle + 1m), new(10m));

    private static ImmutableArray<VenueFlow> FlowsOf(Scene scene, Symbol symbol) => Assert.IsType<VenueReply.FlowsRead>(
        scene.Ask(new VenueRequest.ReadFlows(symbol, new("any"), new(0)))).Flows;
}
