using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Funding.SpotPerpEntry;

namespace EvenKeel.Tests.Funding;

/// <summary>The leading leg of an entry: which order, of what size, and when no further one.</summary>
public sealed class EntryLeadingTests
{
    private static readonly CarryScene s_scene = new();

    private static readonly CarryScene s_patient = s_scene.With(s => s with { Style = EntryStyle.Patient });

    [Fact]
    public void A_positive_entry_buys_spot_with_its_base_coin_fee_on_top()
    {
        var step = Decide(s_scene, new Validating(), CarryDirection.Positive, 0.1m);

        Assert.IsType<Leading>(step.State);
        var order = step.Order();
        Assert.Equal((Market.Spot, Side.Buy), (order.Market, order.Side));
        Assert.Equal(TimeInForce.ImmediateOrCancel, order.TimeInForce);
        Assert.Equal(new(0.10011m), order.Quantity);
        Assert.False(order.OnMargin);
    }

    [Fact]
    public void A_negative_entry_sells_spot_on_margin_with_nothing_on_top()
    {
        var order = Decide(s_scene, new Validating(), CarryDirection.Negative, 0.1m).Order();
        Assert.Equal((Market.Spot, Side.Sell, new Quantity(0.1m)), (order.Market, order.Side, order.Quantity));
        Assert.True(order.OnMargin);
    }

    [Fact]
    public void The_perpetual_leads_when_it_is_the_less_liquid_leg()
    {
        var scene = s_scene.With(s => s with { Lead = Market.Linear });
        var order = Decide(scene, new Validating(), CarryDirection.Positive, 0.1m).Order();
        Assert.Equal((Market.Linear, Side.Sell, new Quantity(0.1m)), (order.Market, order.Side, order.Quantity));
        Assert.False(order.ReduceOnly);
    }

    [Fact]
    public void An_aggressive_order_takes_no_farther_than_its_cap()
    {
        var order = Decide(s_scene, new Validating(), CarryDirection.Positive, 0.1m).Order();
        Assert.Equal(new Price(50_055.01m), order.Limit);
        Assert.Equal(new Price(50_000m), order.Mid);
    }

    [Fact]
    public void A_patient_order_joins_the_bid_and_never_takes()
    {
        var order = Decide(s_patient, new Validating(), CarryDirection.Positive, 0.1m).Order();
        Assert.Equal((TimeInForce.PostOnly, new Price(49_995m)), (order.TimeInForce, order.Limit));
    }

    [Fact]
    public void Without_a_fresh_quote_no_order_rests()
    {
        var stale = s_patient with { QuoteAge = TimeSpan.FromSeconds(3) };
        var step = Decide(stale, new Validating(), CarryDirection.Positive, 0.1m);
        Assert.Empty(step.Commands);
        Assert.Equal(new Hedging(1, HedgeTries.None), step.State);
    }

    [Fact]
    public void Nothing_is_ordered_that_the_strategy_does_not_want_any_longer()
    {
        var step = Decide(s_scene, new Validating(), CarryDirection.Positive, 0.1m, wanted: false);
        Assert.IsType<Verifying>(step.State);
        Assert.True(step.Wants<MachineCommand.Compare>());
    }

    [Fact]
    public void A_large_target_is_taken_in_equal_slices()
    {
        var order = Decide(s_scene, new Validating(), CarryDirection.Negative, 0.25m).Order();
        Assert.Equal(new(0.083m), order.Quantity);
    }

    [Theory]
    [InlineData(0.25, 5_000, 0.001, 5)]
    [InlineData(0.251, 5_000, 0.001, 5)]
    [InlineData(0.0031, 60, 0.001, 90)]
    [InlineData(0.013, 200, 0.001, 160)]
    [InlineData(1.7, 49, 0.01, 5)]
    [InlineData(0.07, 510, 0.01, 900)]
    public void Slices_reach_the_target_and_leave_no_rest_that_cannot_be_traded(
        double target, double sliceMax, double lot, double minimum)
    {
        var scene = s_scene.With(s => s with { SliceMax = new((decimal)sliceMax) });
        scene = scene with
        {
            Plan = scene.Plan with
            {
                Perp = scene.Plan.Perp with
                {
                    Lot = new((decimal)lot),
                    QuantityMin = new((decimal)lot),
                    NotionalMin = new((decimal)minimum),
                },
            },
        };
        var least = scene.Book(scene.Seen).LeastOfBoth.Value;
        var wanted = scene.Plan.RoundDown(new((decimal)target)).Value;
        while (Decide(scene, new Hedging(0, HedgeTries.None), CarryDirection.Negative, wanted).Commands
            is [MachineCommand.Place place])
        {
            var slice = place.Draft.Quantity.Value;
            Assert.InRange(slice, least, Math.Max((decimal)sliceMax / 50_000m, least) + least);
            scene = scene with { Base = scene.Base - slice, Perp = scene.Perp + slice };
        }

        Assert.Equal(wanted, scene.Perp);
    }

    [Fact]
    public void Dust_of_a_slice_is_made_up_for_by_the_next()
    {
        var scene = s_scene with { Base = -0.0996m, Perp = 0.1m };
        var step = Decide(scene, new Hedging(0, HedgeTries.None), CarryDirection.Negative, 0.15m);
        Assert.Equal(new(0.0504m), step.Order().Quantity);
    }

    [Fact]
    public void A_position_that_is_there_already_counts_toward_the_target()
    {
        var scene = s_scene with { Base = 0.1m, Perp = -0.1m };
        Assert.IsType<Verifying>(Decide(scene, new Validating(), CarryDirection.Positive, 0.1m).State);
    }

    [Fact]
    public void A_leading_order_that_found_nothing_waits_for_the_next_signal()
    {
        var ended = s_scene.Ended(CarrySteps.Lead, IntentStatus.CancelledZero);
        var step = When(s_scene, new Leading(2, s_scene.Now, HedgeTries.None), ended);
        Assert.Equal(new Hedging(3, HedgeTries.None), step.State);
        Assert.Equal(s_scene.Now + TimeSpan.FromSeconds(1), step.LookAt);
        Assert.Empty(step.Commands);
    }

    [Fact]
    public void A_leading_order_that_was_never_sent_costs_no_try()
    {
        var ended = s_scene.Ended(CarrySteps.Lead, IntentStatus.NeverSent);
        var step = When(s_scene, new Leading(2, s_scene.Now, HedgeTries.None), ended);
        Assert.Equal(new Hedging(2, HedgeTries.None), step.State);
    }

    [Fact]
    public void A_leading_leg_that_finds_nothing_time_and_again_ends_smaller()
    {
        var spent = new Hedging(SpotPerpEntryDecider.EmptyMax, HedgeTries.None);
        var step = Decide(s_scene, spent, CarryDirection.Positive, 0.1m);
        var because = Assert.IsType<Verifying>(step.State).Because;
        Assert.Contains("found nothing 6 times", because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patient_leg_that_was_passed_by_crosses_in_the_end()
    {
        Assert.Equal(TimeInForce.PostOnly, Tried(2).TimeInForce);
        Assert.Equal(TimeInForce.ImmediateOrCancel, Tried(3).TimeInForce);

        OrderDraft Tried(int empty) =>
            Decide(s_patient, new Hedging(empty, HedgeTries.None), CarryDirection.Positive, 0.1m).Order();
    }

    [Fact]
    public void A_resting_order_is_left_until_its_time_is_over_and_then_cancelled()
    {
        var resting = s_patient.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var state = new Leading(0, s_patient.Now, HedgeTries.None);
        var waiting = Decide(s_patient.Open(resting).After(60), state, CarryDirection.Positive, 0.1m);
        Assert.Empty(waiting.Commands);
        Assert.Equal(s_patient.Now + TimeSpan.FromSeconds(65), waiting.LookAt);

        var over = Decide(s_patient.Open(resting).After(120), state, CarryDirection.Positive, 0.1m);
        Assert.Equal(new MachineCommand.Cancel(resting.Id), Assert.Single(over.Commands));
        Assert.IsType<Leading>(over.State);
    }

    [Fact]
    public void A_resting_order_that_is_not_wanted_any_longer_is_cancelled_at_once()
    {
        var resting = s_patient.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);
        var step = Decide(
            s_patient.Open(resting), new Leading(0, s_patient.Now, HedgeTries.None), CarryDirection.Positive, 0.1m,
            wanted: false);
        Assert.Equal(new MachineCommand.Cancel(resting.Id), Assert.Single(step.Commands));
    }

    [Fact]
    public void What_the_gate_denies_to_the_leading_leg_ends_the_entry_level()
    {
        var step = When(s_scene, new Leading(0, s_scene.Now, HedgeTries.None), s_scene.Denied(CarrySteps.Lead));
        Assert.Equal("kill switch", Assert.IsType<Verifying>(step.State).Because);
    }

    [Fact]
    public void An_entry_ends_as_what_the_ledger_holds()
    {
        Assert.IsType<Refused>(Verified(s_scene, tookBack: false));
        Assert.IsType<Unwound>(Verified(s_scene, tookBack: true));
        Assert.IsType<Done>(Verified(s_scene with { Base = 0.1m, Perp = -0.1m }, tookBack: true));
        Assert.IsType<Hedging>(Verified(s_scene with { Base = 0.1m, Perp = -0.09m }, tookBack: false));

        static SpotPerpEntry Verified(CarryScene scene, bool tookBack) =>
            When(scene, new Verifying("it is over", tookBack), scene.Agreed).State;
    }

    private static Step<SpotPerpEntry> Decide(
        CarryScene scene, SpotPerpEntry state, CarryDirection direction, decimal target, bool wanted = true) =>
        When(scene, state, scene.Seen, direction, target, wanted);

    private static Step<SpotPerpEntry> When(
        CarryScene scene, SpotPerpEntry state, MachineEvent @event, CarryDirection direction = CarryDirection.Positive,
        decimal target = 0.1m, bool wanted = true) => SpotPerpEntryDecider.Decide(
        new(direction, new(target), "it pays", CarryScene.Start), state, scene.Book(@event), @event, wanted);
}
