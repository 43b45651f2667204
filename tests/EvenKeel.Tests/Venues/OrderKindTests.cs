using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>What becomes of each kind of order, in a book of quotes.</summary>
public sealed class OrderKindTests
{
    [Fact]
    public void A_market_order_takes_level_after_level()
    {
        var scene = new Scene();
        QuoteTwoAsks(scene, first: 1m);

        var report = scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1.5m));

        Assert.Equal(OrderState.Filled, report.State);
        Assert.Equal([(101m, 1m), (102m, 0.5m)], scene.Fills.Select(f => (f.Price.Value, f.Quantity.Value)));
        Assert.All(scene.Fills, f => Assert.False(f.Maker));
    }

    [Fact]
    public void An_IOC_takes_what_is_there_within_its_limit_and_the_rest_is_cancelled()
    {
        var scene = new Scene();
        QuoteTwoAsks(scene, first: 0.42m);

        var report = scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 101m));

        Assert.Equal((OrderState.Cancelled, 0.42m), (report.State, report.Traded.Value));
        Assert.Equal("EC_NoImmediateQtyToFill", report.Reason);
    }

    [Fact]
    public void An_IOC_that_nobody_meets_is_cancelled_with_nothing_traded()
    {
        var scene = new Scene();

        var report = scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m, 50_000m));

        Assert.Equal((OrderState.Cancelled, 0m), (report.State, report.Traded.Value));
        Assert.Empty(scene.Fills);
    }

    [Fact]
    public void What_was_taken_is_gone_until_the_next_quote()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 9m, 50_011m));

        Assert.Equal(1m, scene.Do(Scene.Draft(Market.Linear, Side.Buy, 2m, 50_011m)).Traded.Value);
        scene.Venue.Quote(Market.Linear, Scene.Btc, new(50_009m), new(50_011m), new(10m));
        Assert.Equal(2m, scene.Do(Scene.Draft(Market.Linear, Side.Buy, 2m, 50_011m)).Traded.Value);
    }

    [Theory]
    [InlineData(10, OrderState.Filled, 10)]
    [InlineData(11, OrderState.Cancelled, 0)]
    public void A_fill_or_kill_trades_all_or_nothing(int quantity, OrderState state, int traded)
    {
        var scene = new Scene(usdt: 1_000_000m);

        var report = scene.Do(Scene.Draft(Market.Spot, Side.Buy, quantity, 50_001m, TimeInForce.FillOrKill));

        Assert.Equal((state, (decimal)traded), (report.State, report.Traded.Value));
        Assert.Equal(state == OrderState.Filled ? null : "EC_CancelForNoFullFill", report.Reason);
    }

    [Fact]
    public void A_post_only_that_would_take_is_accepted_and_then_cancelled()
    {
        var scene = new Scene();

        var report = scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m, 50_011m, TimeInForce.PostOnly));

        Assert.Equal((OrderState.Cancelled, 0m), (report.State, report.Traded.Value));
        Assert.Equal("EC_PostOnlyWillTakeLiquidity", report.Reason);
    }

    [Fact]
    public void A_post_only_below_the_ask_rests_and_is_filled_as_a_maker_at_its_price()
    {
        var scene = new Scene();
        var resting = scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m, 50_010m, TimeInForce.PostOnly));
        Assert.Equal(OrderState.Live, resting.State);

        scene.Venue.Quote(Market.Linear, Scene.Btc, new(49_990m), new(50_000m), new(10m));

        var fill = Assert.Single(scene.Fills);
        Assert.Equal((50_010m, 1m, true), (fill.Price.Value, fill.Quantity.Value, fill.Maker));
    }

    [Fact]
    public void A_good_till_cancel_takes_what_it_can_and_rests_with_the_rest()
    {
        var scene = new Scene();
        QuoteTwoAsks(scene, first: 0.4m);

        var report = scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 101m, TimeInForce.GoodTillCancel));

        Assert.Equal((OrderState.Live, 0.4m), (report.State, report.Traded.Value));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(100m), new(101m), new(5m));
        Assert.Equal([false, true], scene.Fills.Select(f => f.Maker));
        Assert.Equal(1m, scene.Fills.Sum(f => f.Quantity.Value));
    }

    [Fact]
    public void Resting_orders_are_met_by_price_and_then_by_time()
    {
        var scene = new Scene();
        var cheap = PlaceResting(scene, 49_900m);
        var early = PlaceResting(scene, 49_950m);
        var late = PlaceResting(scene, 49_950m);

        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_800m), new(49_900m), new(0.25m));

        Assert.Equal([early, late, cheap], scene.Fills.Select(f => f.Order));
        Assert.Equal([0.1m, 0.1m, 0.05m], scene.Fills.Select(f => f.Quantity.Value));
    }

    [Fact]
    public void A_resting_order_that_is_filled_slowly_gets_its_parts_over_a_span()
    {
        var scene = new Scene(Scene.Prompt with { SlowFill = new(new(10, TimeSpan.FromMinutes(9)), "test") });
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 50_000m, TimeInForce.PostOnly));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_990m), new(50_000m), new(10m));

        scene.Wait(TimeSpan.FromHours(1));

        Assert.Equal(10, scene.Fills.Count);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => Scene.Start + TimeSpan.FromMinutes(i)), scene.Fills.Select(f => f.At));
        Assert.All(scene.Fills, f => Assert.Equal(0.1m, f.Quantity.Value));
    }

    [Fact]
    public void A_reduce_only_order_trades_no_more_than_there_is_to_reduce()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));

        var report = scene.Do(Scene.Draft(Market.Linear, Side.Buy, 3m, 50_011m, reduceOnly: true));

        Assert.Equal((OrderState.Cancelled, 1m), (report.State, report.Traded.Value));
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
    }

    [Fact]
    public void A_resting_reduce_only_order_ends_when_nothing_is_left_to_reduce()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1m));
        var closing = Scene.Draft(Market.Linear, Side.Buy, 1m, 50_000m, TimeInForce.GoodTillCancel, reduceOnly: true);
        scene.Place(closing, out var id);
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));

        scene.Venue.Quote(Market.Linear, Scene.Btc, new(49_990m), new(50_000m), new(10m));

        Assert.Equal(OrderState.Cancelled, scene.Find(Market.Linear, id).Report!.State);
        Assert.Equal(Quantity.Zero, scene.Venue.Position(Scene.Btc));
    }

    private static void QuoteTwoAsks(Scene scene, decimal first) => scene.Venue.Quote(
        Market.Spot, Scene.Btc, [new(new(100m), new(1m))], [new(new(101m), new(first)), new(new(102m), new(1m))]);

    private static ClientOrderId PlaceResting(Scene scene, decimal limit)
    {
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.1m, limit, TimeInForce.GoodTillCancel), out var id);
        return id;
    }
}
