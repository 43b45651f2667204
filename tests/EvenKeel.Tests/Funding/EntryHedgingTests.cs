using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Funding.SpotPerpEntry;

namespace EvenKeel.Tests.Funding;

/// <summary>The loop that keeps an entry neutral: hedge what the ledger lacks, else take back, else keep
/// trying.</summary>
public sealed class EntryHedgingTests
{
    private static readonly CarryScene s_scene = new();

    private static readonly HedgeTries s_spent = new(4, CarryScene.Start, true);

    [Theory]
    [InlineData(0.042, 0, Side.Sell, 0.042)]
    [InlineData(0.0421, 0, Side.Sell, 0.042)]
    [InlineData(0.1, -0.06, Side.Sell, 0.04)]
    [InlineData(-0.1, 0.06, Side.Buy, 0.04)]
    [InlineData(0.1, -0.12, Side.Buy, 0.02)]
    public void The_hedge_is_what_the_ledger_lacks_and_no_plan(double held, double perp, Side side, double quantity)
    {
        var scene = s_scene with { Base = (decimal)held, Perp = (decimal)perp };
        var order = Seen(scene, new Hedging(0, HedgeTries.None)).Order();
        Assert.Equal(
            (Market.Linear, side, new Quantity((decimal)quantity)), (order.Market, order.Side, order.Quantity));
        Assert.Equal(CarrySteps.Hedge, order.Step);
        Assert.False(order.ReduceOnly);
    }

    [Fact]
    public void A_hedge_on_spot_has_its_base_coin_fee_on_top()
    {
        var scene = s_scene.With(s => s with { Lead = Market.Linear }) with { Perp = -0.1m };
        var order = Seen(scene, new Hedging(0, HedgeTries.None)).Order();
        Assert.Equal((Market.Spot, Side.Buy, new Quantity(0.10011m)), (order.Market, order.Side, order.Quantity));
    }

    [Fact]
    public void What_the_perpetual_cannot_trade_is_dust_and_not_hedged()
    {
        var order = Seen(s_scene with { Base = 0.00099m }, new Hedging(0, HedgeTries.None)).Order();
        Assert.Equal(Market.Spot, order.Market);
    }

    [Fact]
    public void The_least_worth_of_an_order_counts_as_a_step()
    {
        var scene = s_scene with { Price = 0.1m };
        scene = scene with
        {
            Plan = scene.Plan with
            {
                Spot = scene.Plan.Spot with { Tick = new(0.00001m), Lot = new(0.1m), QuantityMin = new(0.1m) },
                Perp = scene.Plan.Perp with { Tick = new(0.0001m), Lot = new(1m), QuantityMin = new(1m) },
            },
        };
        // Worth 5 at a limit that may lie 3 % below 0.1.
        Assert.False((scene with { Base = 51m }).Book(scene.Seen).IsExposed);
        Assert.True((scene with { Base = 52m }).Book(scene.Seen).IsExposed);
    }

    [Fact]
    public void Each_part_of_a_resting_order_is_hedged_as_it_comes()
    {
        var resting = s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var scene = (s_scene with { Base = 0.01m }).Open(resting);
        var step = Seen(scene, new Leading(0, scene.Now, HedgeTries.None));
        Assert.Equal((Market.Linear, new Quantity(0.01m)), (step.Order().Market, step.Order().Quantity));
        Assert.IsType<Leading>(step.State);
    }

    [Fact]
    public void While_a_hedge_is_open_nothing_else_is_ordered()
    {
        var scene = (s_scene with { Base = 0.1m })
            .Open(s_scene.Intent(CarrySteps.Hedge, Market.Linear, Side.Sell, 0.1m));
        var step = Seen(scene, new Hedging(0, new(1, scene.Now, false)));
        Assert.Empty(step.Commands);
        Assert.Equal(Instant.Never, step.LookAt);
    }

    [Fact]
    public void Three_hedges_are_tried_then_one_with_a_wider_cap_then_the_leg_is_taken_back()
    {
        var scene = s_scene with { Base = 0.1m };
        SpotPerpEntry state = new Hedging(0, HedgeTries.None);
        List<Price?> limits = [];
        for (var i = 0; i < 4; i++)
        {
            var step = Seen(scene, state);
            Assert.Equal(Market.Linear, step.Order().Market);
            limits.Add(step.Order().Limit);
            scene = scene.After(0.1);
            var ended = scene.Ended(CarrySteps.Hedge, IntentStatus.CancelledZero, market: Market.Linear);
            state = When(scene, step.State, ended).State;
        }

        Assert.Equal([49_945m, 49_945m, 49_945m, 49_745m], limits.Select(l => l!.Value.Value));
        var unwinding = Seen(scene, state);
        Assert.Equal(new Unwinding(1), unwinding.State);
        var back = unwinding.Order();
        Assert.Equal((Market.Spot, Side.Sell, new Quantity(0.1m)), (back.Market, back.Side, back.Quantity));
    }

    [Fact]
    public void After_three_seconds_the_next_hedge_is_the_wider_one()
    {
        var scene = (s_scene with { Base = 0.1m }).After(3);
        var step = Seen(scene, new Hedging(0, new(1, CarryScene.Start, false)));
        Assert.Equal(new Hedging(0, new(2, CarryScene.Start, true)), step.State);
        Assert.Equal(new Price(49_745m), step.Order().Limit);
    }

    [Fact]
    public void A_hedge_that_was_never_sent_costs_no_try()
    {
        var ended = s_scene.Ended(CarrySteps.Hedge, IntentStatus.NeverSent, market: Market.Linear);
        Assert.Equal(
            new Hedging(0, new(3, CarryScene.Start, false)), When(s_scene, new Hedging(0, s_spent), ended).State);
    }

    [Fact]
    public void A_hedge_that_was_filled_starts_the_count_anew()
    {
        var ended = s_scene.Ended(CarrySteps.Hedge, IntentStatus.Filled, 0.1m, Market.Linear);
        var state = new Leading(0, CarryScene.Start, new(3, CarryScene.Start, false));
        Assert.Equal(HedgeTries.None, Assert.IsType<Leading>(When(s_scene, state, ended).State).Tries);
    }

    [Fact]
    public void A_hedge_that_was_filled_in_part_leaves_the_rest_to_the_next()
    {
        var scene = s_scene with { Base = 0.1m, Perp = -0.03m };
        var ended = scene.Ended(CarrySteps.Hedge, IntentStatus.CancelledPartial, 0.03m, Market.Linear);
        var state = When(scene, new Hedging(0, new(1, scene.Now, false)), ended).State;
        Assert.Equal(new(0.07m), Seen(scene, state).Order().Quantity);
        Assert.Equal(new Hedging(0, new(2, scene.Now, false)), Seen(scene, state).State);
    }

    [Fact]
    public void A_refused_hedge_compares_since_the_venue_may_see_other_legs()
    {
        var refused = s_scene.Ended(CarrySteps.Hedge, IntentStatus.Refused, market: Market.Linear);
        var step = When(s_scene, new Hedging(0, s_spent), refused);
        Assert.True(step.Wants<MachineCommand.Compare>());
    }

    [Fact]
    public void A_resting_order_is_cancelled_before_its_fills_are_taken_back()
    {
        var resting = s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var scene = (s_scene with { Base = 0.05m }).Open(resting);
        var step = Seen(scene, new Leading(0, scene.Now, s_spent));
        Assert.Equal(new MachineCommand.Cancel(resting.Id), Assert.Single(step.Commands));
        Assert.IsType<Leading>(step.State);
    }

    [Theory]
    [InlineData(0.1, -0.06, Side.Sell, 0.04)]
    [InlineData(-0.1, 0.06, Side.Buy, 0.04005)]
    public void Exactly_the_unhedged_part_is_taken_back(double held, double perp, Side side, double quantity)
    {
        var scene = s_scene with { Base = (decimal)held, Perp = (decimal)perp };
        var order = Seen(scene, new Unwinding(0)).Order();
        Assert.Equal((Market.Spot, side, new Quantity((decimal)quantity)), (order.Market, order.Side, order.Quantity));
        Assert.False(order.OnMargin);
    }

    [Fact]
    public void What_was_taken_back_is_verified_and_told()
    {
        var step = Seen(s_scene with { Base = 0.06m, Perp = -0.06m }, new Unwinding(1));
        Assert.True(Assert.IsType<Verifying>(step.State).TookBack);
    }

    [Fact]
    public void When_neither_way_out_is_taken_it_is_exposed_and_a_person_is_told()
    {
        var step = Seen(s_scene with { Base = 0.1m }, new Unwinding(3));
        Assert.Equal(new Exposed(0, s_scene.Now), step.State);
        var alarm = Assert.IsType<MachineCommand.Alarm>(Assert.Single(step.Commands));
        Assert.Contains("exposed by 0.1", alarm.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_the_leading_leg_cannot_trade_back_is_told_at_once()
    {
        var scene = s_scene with { Base = 0.002m };
        scene = scene with { Plan = scene.Plan with { Spot = scene.Plan.Spot with { NotionalMin = new(200m) } } };
        Assert.IsType<Exposed>(Seen(scene, new Unwinding(0)).State);
        Assert.Equal(Market.Linear, Seen(scene, new Exposed(0, scene.Now)).Order().Market);
    }

    [Fact]
    public void While_exposed_the_next_try_comes_at_once_when_the_last_one_never_arrived()
    {
        var scene = s_scene with { Base = 0.1m };
        var state = new Exposed(5, scene.Now + TimeSpan.FromSeconds(8));
        var ended = scene.Ended(CarrySteps.Hedge, IntentStatus.NeverArrived, 0m, Market.Linear, Side.Sell);
        Assert.Equal(Market.Spot, Seen(scene, When(scene, state, ended).State).Order().Market);
    }

    [Fact]
    public void While_exposed_both_ways_are_tried_in_turn_with_growing_pauses()
    {
        var scene = s_scene with { Base = 0.1m };
        SpotPerpEntry state = new Exposed(0, scene.Now);
        List<(Market Market, double Pause)> tries = [];
        for (var i = 0; i < 8; i++)
        {
            var step = Seen(scene, state);
            var pause = (Assert.IsType<Exposed>(step.State).NextAt - scene.Now).TotalSeconds;
            tries.Add((step.Order().Market, pause));
            var early = scene.After(pause / 2);
            Assert.Empty(Seen(early, step.State).Commands);
            (state, scene) = (step.State, scene.After(pause));
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], tries.Select(t => t.Pause));
        Assert.Equal([Market.Linear, Market.Spot, Market.Linear, Market.Spot], tries.Take(4).Select(t => t.Market));
    }

    [Fact]
    public void Without_a_quote_a_hedge_goes_to_the_emergency_collar_around_the_last_price()
    {
        var lead = s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m);
        var scene = (s_scene with { Base = 0.1m, QuoteAge = null }).Open(lead with { Status = IntentStatus.Filled });
        Assert.Equal(new Price(48_500m), Seen(scene, new Hedging(0, HedgeTries.None)).Order().Limit);
        var stale = s_scene with { Base = 0.1m, QuoteAge = TimeSpan.FromSeconds(10) };
        Assert.Equal(new Price(48_500m), Seen(stale, new Hedging(0, HedgeTries.None)).Order().Limit);
    }

    private static Step<SpotPerpEntry> Seen(CarryScene scene, SpotPerpEntry state) => When(scene, state, scene.Seen);

    private static Step<SpotPerpEntry> When(CarryScene scene, SpotPerpEntry state, MachineEvent @event)
    {
        var direction = scene.Base < 0m ? CarryDirection.Negative : CarryDirection.Positive;
        var order = new EntryOrder(direction, new(0.2m), "it pays", CarryScene.Start);
        return SpotPerpEntryDecider.Decide(order, state, scene.Book(@event), @event, wanted: true);
    }
}
