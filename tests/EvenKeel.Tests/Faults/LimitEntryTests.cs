using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>An entry whose leading order rests: what may befall it, what is hedged meanwhile, and what comes
/// next.</summary>
public sealed class LimitEntryTests
{
    private static readonly TimeSpan s_hedgeTime = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_resting_order_that_fills_in_part_is_hedged_cancelled_at_its_time_out_and_quoted_for_the_rest()
    {
        var world = Held(Limits.FilledInPart());
        var first = world.Led()[0];
        Assert.Equal((IntentStatus.CancelledPartial, new Quantity(0.04m)), (first.Status, first.Done.Quantity));
        Assert.Equal(new(0.039m), world.Orders(Market.Linear)[0].Quantity);
        Assert.Equal(new(-0.1m), world.Held.Position);
        Assert.Equal(TimeInForce.PostOnly, world.Led()[1].Draft.TimeInForce);
    }

    [Fact]
    public void A_resting_order_that_fills_slowly_is_hedged_part_by_part()
    {
        var world = Held(Limits.FilledSlowly());
        Assert.Equal(10, world.Orders(Market.Linear).Count);
        Assert.Single(world.Orders(Market.Spot));
        Assert.InRange(world.Exposure.NotionalMax.Value, 1m, 50_000m * (0.0101m + 0.001m));
    }

    [Fact]
    public void A_resting_order_that_fills_while_it_is_cancelled_is_hedged_by_what_it_really_traded()
    {
        var world = Held(Limits.FilledWhileCancelled());
        var first = world.Led()[0];
        Assert.Equal((IntentStatus.CancelledPartial, new Quantity(0.03m)), (first.Status, first.Done.Quantity));
        Assert.Equal(new(0.029m), world.Orders(Market.Linear)[0].Quantity);
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void A_resting_order_that_the_venue_ends_by_itself_is_quoted_anew()
    {
        var world = Held(Limits.EndedByTheVenue());
        Assert.Equal((IntentStatus.CancelledZero, false), (world.Led()[0].Status, world.Led()[0].CancelAsked));
        Assert.Equal(TimeInForce.PostOnly, world.Led()[1].Draft.TimeInForce);
        Assert.NotEqual(world.Led()[0].Id, world.Led()[1].Id);
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void A_post_only_order_that_would_take_ends_with_nothing_and_is_quoted_anew_after_a_pause()
    {
        var world = Held(Limits.WouldTake());
        var (first, second) = (world.Led()[0], world.Led()[1]);
        Assert.Equal(IntentStatus.CancelledZero, first.Status);
        Assert.Equal("EC_PostOnlyWillTakeLiquidity", first.RefusedBecause);
        Assert.True(second.Draft.Limit < first.Draft.Limit);
        Assert.True(second.Timestamp >= first.Timestamp + TimeSpan.FromSeconds(1));
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void A_price_that_walks_away_is_followed_at_each_time_out_and_crossed_after_the_third()
    {
        var world = Held(Limits.PassedBy());
        Assert.Equal(
            [TimeInForce.PostOnly, TimeInForce.PostOnly, TimeInForce.PostOnly, TimeInForce.ImmediateOrCancel],
            world.Led().Select(i => i.Draft.TimeInForce));
        var limits = world.Led().Select(i => i.Draft.Limit!.Value).ToList();
        Assert.Equal(limits.Order(), limits);
        Assert.Equal(3, world.Ended(IntentStatus.CancelledZero).Count());
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    [Fact]
    public void A_rest_that_is_worth_less_than_an_order_may_be_ends_the_entry_smaller_and_level()
    {
        var world = Held(Limits.FilledToARest());
        Assert.Single(world.Led());
        Assert.Equal(new(-0.097m), world.Held.Position);
        Assert.InRange(world.Row.Ledger.Exposure.Value, 0m, 0.001m);
    }

    [Fact]
    public void The_fee_of_a_resting_purchase_is_taken_in_the_coin_and_left_out_of_the_hedge()
    {
        var world = Held(Limits.FilledWhole());
        var fill = world.History.Of<Happening.Filled>().First(f => f.Fill.Market == Market.Spot).Fill;
        Assert.Equal((true, new Coin("BTC"), fill.Quantity.Value * 0.001m), (fill.Maker, fill.FeeCoin, fill.Fee));
        Assert.Equal(new(fill.Quantity.Value * 0.999m), world.Held.Coin);
        Assert.Equal(new(-0.1m), world.Held.Position);
    }

    private static CarryWorld Held(CarryWorld world)
    {
        world.UntilPhase<CarryPhase.Holding>(200);
        Assert.InRange(world.Sound().Exposure.StretchMax, TimeSpan.FromMilliseconds(1), s_hedgeTime);
        return world;
    }
}
