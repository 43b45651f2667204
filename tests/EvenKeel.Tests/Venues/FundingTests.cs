using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Settlements and the mark that they are paid at.</summary>
public sealed class FundingTests
{
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);
    private static readonly Instant Eight = Scene.Start + EightHours;

    [Fact]
    public void A_short_receives_position_times_mark_times_rate_at_the_settlement()
    {
        var scene = Short(0.5m);
        var cash = scene.Venue.Held(Scene.Usdt).Balance;
        scene.Venue.Mark(Scene.Btc, Eight, new(50_123.45m));
        scene.Venue.Settle(Scene.Btc, Eight, new(0.00012345m), EightHours);

        scene.Wait(EightHours - TimeSpan.FromMilliseconds(1));
        Assert.Empty(scene.Flows());
        scene.WaitMs(1);

        var flow = Assert.Single(scene.Flows());
        var received = 0.5m * 50_123.45m * 0.00012345m;
        Assert.Equal((VenueFlowKind.Funding, Eight, received), (flow.Kind, flow.At, flow.Change));
        Assert.Equal((-0.5m, 50_123.45m, 0.00012345m), (flow.Quantity.Value, flow.Price.Value, flow.Rate.Value));
        Assert.Equal(cash + received, scene.Venue.Held(Scene.Usdt).Balance);
        Assert.Contains(null, scene.Pushes);
    }

    [Fact]
    public void A_long_pays_what_a_short_receives_and_a_negative_rate_turns_it_round()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);
        scene.Venue.Settle(Scene.Btc, Eight + EightHours, new(-0.0002m), EightHours);

        scene.Wait(EightHours * 2);

        Assert.Equal([-5.001m, 10.002m], scene.Flows().Select(f => f.Change));
    }

    [Fact]
    public void Only_what_is_held_at_the_settlement_counts()
    {
        var scene = Short(1m);
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);
        scene.Wait(EightHours - TimeSpan.FromMilliseconds(1));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));

        scene.Wait(EightHours);

        Assert.Empty(scene.Flows());
        Assert.Equal([new Settlement(Eight, new(0.0001m))], scene.Quoted().Settled);
    }

    [Fact]
    public void An_order_that_matches_at_the_settlement_comes_after_it()
    {
        var scene = Short(1m);
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);
        scene.Wait(EightHours);

        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));

        Assert.Equal(-1m, Assert.Single(scene.Flows()).Quantity.Value);
    }

    [Fact]
    public void Interval_and_next_settlement_follow_the_settlements()
    {
        var scene = new Scene();
        Assert.Null(scene.Quoted().Interval);
        Assert.Null(scene.Quoted().Predicted);
        scene.Venue.Settle(Scene.Btc, Scene.Start - EightHours, new(0.0003m), EightHours);

        Assert.Equal((EightHours, (Instant?)Scene.Start), (scene.Quoted().Interval, scene.Quoted().NextSettlement));
        Assert.Equal(new Stated<Rate>(new(0.0003m), Scene.Start), scene.Quoted().Predicted);
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);
        scene.Venue.Settle(Scene.Btc, Eight + TimeSpan.FromHours(4), new(0.0002m), TimeSpan.FromHours(4));
        scene.Wait(TimeSpan.FromHours(12));

        var quoted = scene.Quoted();
        Assert.Equal(TimeSpan.FromHours(4), quoted.Interval);
        Assert.Equal(scene.Now + TimeSpan.FromHours(4), quoted.NextSettlement);
        Assert.Equal([0.0003m, 0.0001m, 0.0002m], quoted.Settled.Select(s => s.Rate.Value));
    }

    [Fact]
    public void A_change_of_interval_is_announced_and_a_rate_foretold()
    {
        var scene = new Scene();
        scene.Venue.Announce(Scene.Btc, TimeSpan.FromHours(1), Scene.Start + TimeSpan.FromHours(1));
        scene.Venue.Foretell(Scene.Btc, new(0.0007m));

        var quoted = scene.Quoted();

        Assert.Equal((TimeSpan.FromHours(1), 0.0007m), (quoted.Interval, quoted.Predicted!.Value.Value.Value));
        Assert.Empty(quoted.Settled);
    }

    [Fact]
    public void What_was_announced_stands_until_its_time_and_an_unknown_interval_stays_unknown()
    {
        var scene = new Scene();
        scene.Venue.Announce(Scene.Btc, TimeSpan.FromHours(4), Eight + TimeSpan.FromHours(4));
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);
        scene.Wait(EightHours);
        Assert.Equal(TimeSpan.FromHours(4), scene.Quoted().Interval);
        scene.Venue.Settle(Scene.Btc, Eight + EightHours, new(0.0001m), null);

        scene.Wait(EightHours);

        Assert.Null(scene.Quoted().Interval);
        Assert.Null(scene.Quoted().NextSettlement);
    }

    [Fact]
    public void Settlements_are_listed_as_far_back_as_the_settings_say()
    {
        var scene = new Scene(Scene.Prompt with { SettledWindow = new(TimeSpan.FromDays(1), "test") });
        for (var i = 1; i <= 9; i++)
        {
            scene.Venue.Settle(Scene.Btc, Scene.Start + (EightHours * i), new(0.0001m * i), EightHours);
        }

        scene.Wait(TimeSpan.FromDays(3));

        Assert.Equal([0.0006m, 0.0007m, 0.0008m, 0.0009m], scene.Quoted().Settled.Select(s => s.Rate.Value));
    }

    [Fact]
    public void A_settlement_is_paid_once_and_given_once()
    {
        var scene = Short(1m);
        scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours);

        Assert.Throws<InvalidOperationException>(() => scene.Venue.Settle(Scene.Btc, Eight, new(0.0001m), EightHours));
        scene.Wait(EightHours * 3);
        Assert.Single(scene.Flows());
        Assert.Throws<ArgumentException>(() => scene.Venue.Settle(Scene.Btc, Scene.Start, new(0.0001m), EightHours));
    }

    [Fact]
    public void The_mark_follows_the_perpetual_from_the_hour_on_and_is_put_on_the_tick()
    {
        var scene = new Scene();
        scene.Venue.Mark(Scene.Btc, Scene.Start, new(50_000.37m));
        Assert.Equal(50_000.37m, scene.Venue.MarkOf(Scene.Btc)!.Value.Value);
        scene.WaitMs(1);

        scene.Venue.Quote(Market.Linear, Scene.Btc, new(50_510.1m), new(50_510.3m), new(5m));

        // 50 000.37 × 50 510.2 ÷ 50 010 = 50 500.4719…
        Assert.Equal(50_500.5m, scene.Venue.MarkOf(Scene.Btc)!.Value.Value);
        Assert.Equal(new Stated<Price>(new(50_500.5m), scene.Now), scene.Quoted().Mark);
    }

    [Fact]
    public void A_mark_of_an_hour_without_a_perpetual_stands_with_its_time()
    {
        var scene = new Scene();
        scene.Venue.Mark(Scene.Btc, Scene.Start, new(50_000m));
        scene.Venue.Quote(Market.Linear, Scene.Btc, [], []);
        scene.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(new Stated<Price>(new(50_000m), Scene.Start), scene.Quoted().Mark);
        Assert.Null(scene.Quoted().Perp);
    }

    [Fact]
    public void An_hour_is_measured_from_the_bar_that_opens_it_whichever_is_given_first()
    {
        foreach (var markFirst in new[] { true, false })
        {
            var scene = new BarScene();
            if (markFirst)
            {
                scene.Venue.Mark(Scene.Btc, Scene.Start, new(49_000m));
            }

            scene.Open(Market.Linear, 50_000m, 51_000m, 50_000m, 51_000m);
            if (!markFirst)
            {
                scene.Venue.Mark(Scene.Btc, Scene.Start, new(49_000m));
            }

            scene.Close();

            Assert.Equal(new Price(49_980m), scene.Venue.MarkOf(Scene.Btc));
        }
    }

    [Fact]
    public void Without_a_mark_feed_the_perpetual_is_its_own_mark()
    {
        var scene = new Scene();

        Assert.Equal(new Stated<Price>(new(50_010m), Scene.Start), scene.Quoted().Mark);
    }

    private static Scene Short(decimal quantity)
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, quantity));
        return scene;
    }
}
