using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>How orders meet bars: the path from their arrival on, half a spread, a share of the volume.</summary>
public sealed class BarFillTests
{
    [Fact]
    public void A_taking_order_pays_half_a_spread_around_the_path()
    {
        var scene = new BarScene(halfSpread: 0.0001m);
        scene.Open(Market.Linear, 50_000m, 50_000m, 50_000m, 50_000m);

        var top = scene.Quoted().Perp!.Value;
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));

        Assert.Equal((49_995m, 50_005m, 50_000m), (top.Bid.Value, top.Ask.Value, top.Mid.Value));
        Assert.Equal([50_005m, 49_995m], scene.Fills.Select(f => f.Price.Value));
    }

    [Fact]
    public void Half_a_spread_is_rounded_up_to_the_tick()
    {
        var scene = new BarScene(halfSpread: 0.000001m);
        scene.Open(Market.Linear, 50_000m, 50_000m, 50_000m, 50_000m);

        Assert.Equal(50_000.1m, scene.Quoted().Perp!.Value.Ask.Value);
    }

    [Fact]
    public void An_order_meets_the_price_of_its_moment_on_the_path()
    {
        var prices = Enumerable.Range(0, 8).Select(minute =>
        {
            var scene = new BarScene();
            scene.Open(Market.Spot, 50_000m, 50_900m, 49_100m, 50_500m);
            scene.Wait(TimeSpan.FromSeconds(30 * minute));
            scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.1m));
            return scene.Fills[0].Price.Value;
        }).ToList();

        Assert.Equal(50_000m, prices[0]);
        Assert.True(prices.Distinct().Count() > 4);
        Assert.All(prices, p => Assert.InRange(p, 49_100m, 50_900m));
    }

    [Fact]
    public void All_our_orders_of_one_side_share_a_part_of_the_bars_volume()
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m, volume: 9m);

        Assert.Equal(0.5m, scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.5m)).Traded.Value);
        var report = scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.5m));
        Assert.Equal((OrderState.Cancelled, 0.4m), (report.State, report.Traded.Value));
        Assert.Equal(0.8m, scene.Do(Scene.Draft(Market.Spot, Side.Sell, 0.8m)).Traded.Value);
        scene.Close();
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m, volume: 9m);
        Assert.Equal(0.5m, scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.5m)).Traded.Value);
    }

    [Theory]
    [InlineData("49900.1", false)]
    [InlineData("49900.2", true)]
    public void A_resting_order_fills_only_when_the_path_trades_through_it_by_a_tick(string limit, bool fills)
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 49_900.1m, 49_950m);
        scene.Place(Resting(Side.Buy, decimal.Parse(limit, null)), out _);

        scene.Close();

        Assert.Equal(fills ? 1 : 0, scene.Fills.Count);
        Assert.All(scene.Fills, f => Assert.Equal((decimal.Parse(limit, null), true), (f.Price.Value, f.Maker)));
    }

    [Fact]
    public void A_resting_order_meets_only_the_path_after_its_arrival()
    {
        var early = new BarScene();
        early.Open(Market.Spot, 50_000m, 50_000m, 49_900m, 50_000m);
        early.Place(Resting(Side.Buy, 49_950m), out _);
        early.Close();
        var met = early.Fills[0].At;
        var late = new BarScene();
        late.Open(Market.Spot, 50_000m, 50_000m, 49_900m, 50_000m);
        late.Venue.AdvanceTo(Scene.Start + TimeSpan.FromMinutes(4.999));
        late.Place(Resting(Side.Buy, 49_950m), out _);
        late.Close();

        Assert.InRange((met - Scene.Start).TotalSeconds, 0.001, 299);
        Assert.Empty(late.Fills);
    }

    [Fact]
    public void An_order_that_a_fill_caused_meets_only_the_rest_of_the_path()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var scene = new BarScene(seed);
            scene.Open(Market.Spot, 50_000m, 50_200m, 49_800m, 50_100m);
            scene.Place(Resting(Side.Buy, 49_900m), out _);
            var due = scene.Venue.NextDue(Scene.Start + TimeSpan.FromMinutes(5));
            scene.Venue.AdvanceTo(due);
            scene.Do(Scene.Draft(Market.Spot, Side.Sell, 0.05m, 49_000m));

            Assert.Equal([due, due], scene.Fills.Select(f => f.At));
            Assert.Equal(49_899.9m, scene.Fills[1].Price.Value);
        }
    }

    [Fact]
    public void A_resting_order_inside_the_spread_waits_until_the_market_comes()
    {
        var scene = new BarScene(halfSpread: 0.001m);
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m);
        scene.Place(Resting(Side.Buy, 50_020m), out _);
        scene.Close();
        Assert.Empty(scene.Fills);
        scene.Open(Market.Spot, 50_000m, 50_010m, 49_999.9m, 50_010m);

        scene.Close();

        Assert.Equal(50_020m, Assert.Single(scene.Fills).Price.Value);
    }

    [Fact]
    public void A_resting_order_goes_on_in_the_next_bar_when_the_volume_of_one_is_used_up()
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 49_900m, 49_900m, volume: 1m);
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.25m, 49_950m, TimeInForce.PostOnly), out _);
        scene.Close();
        Assert.Equal(0.1m, Assert.Single(scene.Fills).Quantity.Value);

        scene.Open(Market.Spot, 49_900m, 49_900m, 49_900m, 49_900m, volume: 10m);
        scene.Close();

        Assert.Equal([0.1m, 0.15m], scene.Fills.Select(f => f.Quantity.Value));
        Assert.Equal(Scene.Start + TimeSpan.FromMinutes(5), scene.Fills[1].At);
    }

    [Fact]
    public void A_leg_without_a_bar_is_stale_and_fills_nothing()
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m);
        scene.Open(Market.Linear, 50_000m, 50_000m, 50_000m, 50_000m);
        scene.Place(Resting(Side.Buy, 49_999m), out var resting);
        scene.Close();

        Assert.False(scene.Venue.Trades(Market.Spot, Scene.Btc));
        Assert.Null(scene.Quoted().Spot);
        var reply = scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.1m, 60_000m), out _);
        Assert.Equal(RefusalKind.Halted, Assert.IsType<VenueReply.Refused>(reply).Kind);
        scene.Wait(TimeSpan.FromHours(1));
        Assert.Equal(OrderState.Live, scene.Find(Market.Spot, resting).State);
        scene.Open(Market.Spot, 49_000m, 49_000m, 49_000m, 49_000m);
        scene.Wait(TimeSpan.Zero);
        Assert.Equal(49_999m, Assert.Single(scene.Fills).Price.Value);
    }

    [Fact]
    public void An_order_whose_leg_stops_before_its_match_is_cancelled_with_nothing_traded()
    {
        var delayed = Scene.Prompt with { Delays = Scene.Prompt.Delays with { Match = Scene.Slow(1000) } };
        var scene = new BarScene(settings: delayed);
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m);
        scene.Wait(TimeSpan.FromSeconds(299.5));
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.1m), out var id);

        scene.Wait(TimeSpan.FromSeconds(1));

        var report = scene.Find(Market.Spot, id);
        Assert.Equal((OrderState.Cancelled, 0m), (report.State, report.Traded.Value));
    }

    [Fact]
    public void Depth_is_what_the_bar_before_allowed_and_unknown_without_one()
    {
        var scene = new BarScene();
        OpenBoth(scene, 30m);
        Assert.Null(scene.Quoted().Depth);
        scene.Close();

        OpenBoth(scene, 900m);

        Assert.Equal(3m, scene.Quoted().Depth!.Value.Value);
    }

    [Fact]
    public void A_bar_can_be_given_one_ahead_and_changes_nothing_before_it_begins()
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m);
        var next = BarScene.Bar(Scene.Start + TimeSpan.FromMinutes(5), 60_000m, 60_000m, 60_000m, 60_000m);
        scene.Venue.Open(Market.Spot, Scene.Btc, next, TimeSpan.FromMinutes(5));

        scene.Wait(TimeSpan.FromMilliseconds(299_999));
        Assert.Equal(50_000m, scene.Quoted().Spot!.Value.Mid.Value);
        scene.Wait(TimeSpan.FromMilliseconds(1));
        Assert.Equal(60_000m, scene.Quoted().Spot!.Value.Mid.Value);
    }

    [Fact]
    public void Bars_out_of_turn_and_two_ways_of_feeding_one_leg_are_refused()
    {
        var scene = new BarScene();
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m);

        Assert.Throws<InvalidOperationException>(() => scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m));
        Assert.Throws<InvalidOperationException>(() =>
            scene.Venue.Quote(Market.Spot, Scene.Btc, new(1m), new(2m), new(1m)));
    }

    [Fact]
    public void The_same_seed_fills_at_the_same_times_and_another_does_not()
    {
        var times = new ulong[] { 1, 1, 2 }.Select(seed =>
        {
            var scene = new BarScene(seed);
            scene.Open(Market.Spot, 50_000m, 50_200m, 49_800m, 50_100m);
            scene.Place(Resting(Side.Buy, 49_900m), out _);
            scene.Close();
            return scene.Fills[0].At;
        }).ToList();

        Assert.Equal(times[0], times[1]);
        Assert.NotEqual(times[0], times[2]);
    }

    private static OrderDraft Resting(Side side, decimal limit) =>
        Scene.Draft(Market.Spot, side, 0.1m, limit, TimeInForce.PostOnly);

    private static void OpenBoth(BarScene scene, decimal volume)
    {
        scene.Open(Market.Spot, 50_000m, 50_000m, 50_000m, 50_000m, volume);
        scene.Open(Market.Linear, 50_000m, 50_000m, 50_000m, 50_000m, volume * 2m);
    }
}
