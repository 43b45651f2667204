using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Funding.SpotPerpExit;

namespace EvenKeel.Tests.Funding;

/// <summary>An exit: both legs of a slice at once, each until it is there, and what was borrowed given back.</summary>
public sealed class ExitTests
{
    private static readonly CarryScene s_positive = new() { Base = 0.1m, Perp = -0.1m };

    private static readonly CarryScene s_negative = new() { Base = -0.1m, Perp = 0.1m, Debt = 0.1m };

    private static readonly ExitOrder s_all = Order(0m, 0m);

    [Fact]
    public void Both_legs_are_closed_at_once_the_perpetual_reduce_only()
    {
        var step = Seen(s_positive, Start(s_positive, s_all));
        var (spot, perp) = (step.Order(Market.Spot), step.Order(Market.Linear));
        Assert.Equal((Side.Sell, new Quantity(0.1m), false), (spot.Side, spot.Quantity, spot.OnMargin));
        Assert.Equal((Side.Buy, new Quantity(0.1m), true), (perp.Side, perp.Quantity, perp.ReduceOnly));
    }

    [Fact]
    public void A_borrowed_leg_is_bought_back_with_the_interest_of_the_hour_and_the_fee_on_top()
    {
        var spot = Seen(s_negative, Start(s_negative, s_all)).Order(Market.Spot);
        // 0.1 × 1.000002 ÷ 0.999, up to the lot.
        Assert.Equal((Side.Buy, new Quantity(0.10011m)), (spot.Side, spot.Quantity));
        // 20 × 1.000002 ÷ 0.999; without the interest it would be 20.02003.
        var large = (s_negative with { Base = -20m, Debt = 20m, Perp = 20m })
            .With(s => s with { SliceMax = new(10_000_000m) });
        Assert.Equal(new(20.02007m), Seen(large, Start(large, s_all)).Order(Market.Spot).Quantity);
    }

    [Fact]
    public void A_large_exit_goes_by_slices_and_the_next_begins_when_both_legs_are_there()
    {
        var scene = s_positive with { Base = 0.25m, Perp = -0.25m };
        var first = Assert.IsType<Slicing>(Start(scene, s_all));
        Assert.Equal((new Quantity(0.167m), new Quantity(-0.167m)), (first.SpotGoal, first.PerpGoal));

        var half = scene with { Base = 0.167m };
        var waiting = Seen(half, first);
        Assert.Equal(Market.Linear, waiting.Order().Market);
        Assert.Equal(first, waiting.State);

        var next = Seen(half with { Perp = -0.167m }, first);
        Assert.Equal(new(0.084m), Assert.IsType<Slicing>(next.State).SpotGoal);
        Assert.Equal(2, next.Commands.Length);
    }

    [Theory]
    [InlineData(0.25, 5_000, 0.001)]
    [InlineData(0.0123, 60, 0.001)]
    [InlineData(3.4, 49, 0.01)]
    [InlineData(0.07, 10, 0.01)]
    public void Slices_end_flat_however_small_they_are_asked_for(double size, double sliceMax, double lot)
    {
        var scene = new CarryScene { Base = (decimal)size, Perp = -(decimal)size }.With(
            s => s with { SliceMax = new((decimal)sliceMax) });
        var perp = scene.Plan.Perp with { Lot = new((decimal)lot), QuantityMin = new((decimal)lot) };
        scene = scene with { Plan = scene.Plan with { Perp = perp } };
        var state = Start(scene, s_all);
        for (var i = 0; i < 1_000 && state is Slicing; i++)
        {
            var step = Seen(scene, state);
            foreach (var place in step.Commands.OfType<MachineCommand.Place>())
            {
                var signed = place.Draft.Quantity.Value * place.Draft.Side.Sign();
                scene = place.Draft.Market == Market.Spot
                    ? scene with { Base = scene.Base + signed }
                    : scene with { Perp = scene.Perp + signed };
            }

            state = step.State;
        }

        Assert.IsType<Verifying>(state);
        Assert.True(scene.Book(scene.Seen).IsDust(Market.Spot) && scene.Book(scene.Seen).IsDust(Market.Linear));
    }

    [Fact]
    public void Legs_that_differ_are_brought_level_before_both_go_on()
    {
        var scene = (s_positive with { Base = 0.3m, Perp = -0.2m }).With(s => s with { SliceMax = new(5_000m) });
        var step = Seen(scene, Start(scene, s_all));
        Assert.Equal((Market.Spot, new Quantity(0.1m)), (step.Order().Market, step.Order().Quantity));
    }

    [Fact]
    public void A_part_is_closed_to_the_positions_asked_for()
    {
        var scene = s_positive;
        var step = Seen(scene, Start(scene, Order(0.05m, -0.05m)));
        Assert.Equal([new(0.05m), new(0.05m)], step.Commands.OfType<MachineCommand.Place>()
            .Select(p => p.Draft.Quantity));
    }

    [Fact]
    public void A_refused_leg_is_tried_again_wider_and_does_not_hold_up_the_other()
    {
        var scene = s_positive with { Base = 0.25m, Perp = -0.25m };
        var state = Start(scene, s_all);
        List<Price> limits = [];
        for (var i = 0; i < 6; i++)
        {
            var step = Seen(scene, state);
            limits.Add(step.Order(Market.Linear).Limit!.Value);
            if (i == 0)
            {
                Assert.Equal(2, step.Commands.Length);
                scene = scene with { Base = 0.167m };
            }

            var ended = scene.Ended(CarrySteps.LeavePerp, IntentStatus.Refused, 0m, Market.Linear, Side.Buy);
            var refused = When(scene, step.State, ended);
            Assert.True(refused.Wants<MachineCommand.Compare>());
            (state, scene) = (refused.State, scene.After(4));
        }

        Assert.Equal([50_055.1m, 50_255.1m, 50_255.1m, 50_255.1m, 51_505.2m, 51_505.2m], limits.Select(l => l.Value));
    }

    [Fact]
    public void A_leg_that_cannot_be_closed_is_told_to_a_person_once()
    {
        var state = new Slicing(Quantity.Zero, Quantity.Zero, LegTries.None, new(4, s_positive.Now), false);
        var step = Seen(s_positive with { Base = 0m }, state);
        var alarm = step.Commands.OfType<MachineCommand.Alarm>().Single();
        Assert.Contains("cannot be closed", alarm.Text, StringComparison.Ordinal);
        Assert.False(Seen(s_positive with { Base = 0m }, step.State).Wants<MachineCommand.Alarm>());
    }

    [Fact]
    public void What_the_gate_denies_an_exit_counts_as_a_try_and_is_told_in_the_end()
    {
        var state = Start(s_positive, s_all);
        for (var i = 0; i < 4; i++)
        {
            state = When(s_positive, state, s_positive.Denied(CarrySteps.LeavePerp, Market.Linear)).State;
        }

        Assert.True(Seen(s_positive.After(60), state).Wants<MachineCommand.Alarm>());
    }

    [Fact]
    public void A_leg_that_was_never_sent_is_tried_again_with_the_same_cap()
    {
        var ended = s_positive.Ended(CarrySteps.LeaveSpot, IntentStatus.NeverSent, side: Side.Sell);
        var state = Assert.IsType<Slicing>(When(s_positive, Start(s_positive, s_all), ended).State);
        Assert.Equal(0, state.Spot.Count);
    }

    [Fact]
    public void A_leg_waits_out_its_pause_while_the_other_goes_on()
    {
        var state = new Slicing(
            Quantity.Zero, Quantity.Zero, new(1, s_positive.Now + TimeSpan.FromSeconds(0.2)), LegTries.None, false);
        var step = Seen(s_positive, state);
        Assert.Equal(Market.Linear, step.Order().Market);
        Assert.Equal(s_positive.Now + TimeSpan.FromSeconds(0.2), step.LookAt);
    }

    [Fact]
    public void A_pause_that_is_longer_than_its_tries_make_it_was_set_by_a_clock_that_ran_ahead_and_is_over()
    {
        var state = new Slicing(
            Quantity.Zero, Quantity.Zero, new(1, s_positive.Now + TimeSpan.FromSeconds(0.201)), LegTries.None, false);
        Assert.Equal(2, Seen(s_positive, state).Commands.OfType<MachineCommand.Place>().Count());
    }

    [Theory]
    [InlineData(IntentStatus.NeverArrived, 6, 0)]
    [InlineData(IntentStatus.NeverSent, 5, 3_200)]
    [InlineData(IntentStatus.CancelledZero, 6, 6_400)]
    public void What_never_arrived_is_tried_again_at_once_and_all_else_after_a_pause(
        IntentStatus status, int count, int pause)
    {
        var failing = new Slicing(Quantity.Zero, Quantity.Zero, new(5, s_positive.Now), LegTries.None, false);
        var ended = s_positive.Ended(CarrySteps.LeaveSpot, status, side: Side.Sell);
        var spot = Assert.IsType<Slicing>(When(s_positive, failing, ended).State).Spot;
        Assert.Equal(new LegTries(count, s_positive.Now + TimeSpan.FromMilliseconds(pause)), spot);
    }

    [Fact]
    public void An_emergency_closes_each_leg_whole()
    {
        var scene = s_positive with { Base = 2m, Perp = -2m };
        var step = Seen(scene, Start(scene, s_all with { Emergency = true }));
        Assert.IsType<Flattening>(step.State);
        Assert.All(step.Commands.OfType<MachineCommand.Place>(), p => Assert.Equal(new(2m), p.Draft.Quantity));
    }

    [Fact]
    public void In_an_emergency_one_leg_goes_to_flat_whatever_happens_to_the_other()
    {
        var failing = new Flattening(new(9, s_positive.Now + TimeSpan.FromSeconds(30)), LegTries.None, true);
        Assert.Equal(Market.Linear, Seen(s_positive, failing).Order().Market);
    }

    [Fact]
    public void A_resting_order_of_the_entry_is_cancelled_and_over_before_either_leg_is_closed()
    {
        var resting = s_positive.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var scene = (s_positive with { Base = 0.04m, Perp = -0.04m }).Open(resting);
        var step = Seen(scene, Start(scene, s_all));
        Assert.Equal(resting.Id, step.Commands.OfType<MachineCommand.Cancel>().Single().Order);
        Assert.Empty(step.Commands.OfType<MachineCommand.Place>());
    }

    [Fact]
    public void In_an_emergency_the_other_leg_does_not_wait_for_a_resting_order_of_the_entry()
    {
        var resting = s_positive.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var scene = (s_positive with { Base = 0.04m, Perp = -0.04m }).Open(resting);
        var step = Seen(scene, new Flattening(LegTries.None, LegTries.None, false));
        Assert.Equal(resting.Id, step.Commands.OfType<MachineCommand.Cancel>().Single().Order);
        Assert.Equal(Market.Linear, step.Commands.OfType<MachineCommand.Place>().Single().Draft.Market);
    }

    [Fact]
    public void Closed_legs_are_verified_and_what_is_not_there_is_gone_for_again()
    {
        var flat = new CarryScene();
        var closed = Seen(flat, Start(flat, s_all));
        Assert.IsType<Verifying>(closed.State);
        Assert.True(closed.Wants<MachineCommand.Compare>());
        Assert.IsType<Done>(When(flat, closed.State, flat.Agreed).State);
        Assert.IsType<Slicing>(When(s_positive, closed.State, s_positive.Agreed).State);
    }

    [Fact]
    public void What_is_owed_is_given_back_until_it_is_dust()
    {
        var owing = Traded(new CarryScene { Base = 0.00002m, Debt = 0.1m });
        var repaying = When(owing, new Verifying(), owing.Agreed);
        Assert.IsType<Repaying>(repaying.State);
        var asked = Seen(owing, repaying.State);
        Assert.Equal(new MachineCommand.Repay(new(0.1m)), Assert.Single(asked.Commands));
        Assert.Empty(Seen(owing, asked.State).Commands);

        Assert.Equal(asked.State, When(owing, asked.State, owing.Agreed).State);
        var repaid = owing with { Debt = 0.00002m };
        Assert.IsType<Done>(When(repaid, asked.State, repaid.Agreed).State);
    }

    [Fact]
    public void Of_a_part_closed_that_part_of_the_debt_is_given_back()
    {
        var half = Traded(s_negative with { Base = -0.05m, Perp = 0.05m });
        var order = Order(-0.05m, 0.05m);
        var state = When(half, new Verifying(), half.Agreed, order).State;
        Assert.Equal(new MachineCommand.Repay(new(0.05m)), Assert.Single(Seen(half, state).Commands));
        Assert.IsType<Done>(When(half with { Debt = 0.05m }, state, half.Agreed, order).State);
    }

    [Fact]
    public void A_debt_that_stays_is_told_to_a_person()
    {
        var owing = new CarryScene { Debt = 0.1m };
        SpotPerpExit state = new Repaying(0, owing.Now);
        var alarms = 0;
        for (var i = 0; i < 14; i++)
        {
            var step = Seen(owing, state);
            alarms += step.Commands.OfType<MachineCommand.Alarm>().Count();
            (state, owing) = (step.State, owing.After(60));
        }

        Assert.Equal(1, alarms);
    }

    /// <summary>The scene with an order in its journal that tells a price when no quote does.</summary>
    private static CarryScene Traded(CarryScene scene) =>
        scene.Open(
            scene.Intent(CarrySteps.LeaveSpot, Market.Spot, Side.Buy, 0.1m) with { Status = IntentStatus.Filled });

    private static ExitOrder Order(decimal spotTo, decimal perpTo) =>
        new(new(spotTo), new(perpTo), Emergency: false, "it does not pay", CarryScene.Start);

    private static SpotPerpExit Start(CarryScene scene, ExitOrder order) =>
        SpotPerpExitDecider.Start(order, scene.Book(scene.Seen));

    private static Step<SpotPerpExit> Seen(CarryScene scene, SpotPerpExit state) => When(scene, state, scene.Seen);

    private static Step<SpotPerpExit> When(
        CarryScene scene, SpotPerpExit state, MachineEvent @event, ExitOrder? order = null) =>
        SpotPerpExitDecider.Decide(order ?? s_all, state, scene.Book(@event), @event);
}
