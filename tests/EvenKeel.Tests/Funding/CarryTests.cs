using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using static EvenKeel.Funding.CarryPhase;

namespace EvenKeel.Tests.Funding;

/// <summary>A carry's life: what the strategy wants against what is held, and what comes from outside.</summary>
public sealed class CarryTests
{
    private static readonly CarryScene s_flat = new();

    private static readonly CarryScene s_held = s_flat with { Base = 0.1m, Perp = -0.1m };

    private static readonly Carry s_holding = new(
        new Holding(CarryDirection.Positive, "it pays"), s_held.Plan.Settings, null, new(new(0.1m), new(5_000m), null));

    private static readonly Carry s_leaving = s_holding with
    {
        Phase = new Leaving(
            new(Quantity.Zero, Quantity.Zero, false, "asked", CarryScene.Start),
            new SpotPerpExit.Slicing(Quantity.Zero, Quantity.Zero, LegTries.None, LegTries.None, false)),
    };

    [Fact]
    public void What_pays_is_entered_under_a_new_workflow_with_its_settings_pinned()
    {
        var step = Seen(s_flat, Carry.New);
        Assert.IsType<Entering>(step.State.Phase);
        Assert.IsType<MachineCommand.NextEpoch>(step.Commands[0]);
        Assert.Equal(s_flat.Plan.Settings, step.State.Pinned);
        Assert.Equal(new(0.1m), step.State.Sized.Size);
    }

    [Fact]
    public void What_does_not_pay_is_not_entered()
    {
        var step = Seen(s_flat with { Rate = 0.00001m }, Carry.New);
        Assert.Empty(step.Commands);
        Assert.IsType<Flat>(step.State.Phase);
        Assert.True(step.LookAt > s_flat.Now);
    }

    [Fact]
    public void After_an_entry_that_came_to_nothing_it_waits_however_often_it_looks()
    {
        var entering = Seen(s_flat, Carry.New).State;
        var verifying = entering with
        {
            Phase = ((Entering)entering.Phase) with { Step = new SpotPerpEntry.Verifying("nothing found", false) },
        };
        var refused = When(s_flat, verifying, s_flat.Agreed);
        Assert.Equal("refused: nothing found", Assert.IsType<Flat>(refused.State.Phase).Because);
        Assert.Null(refused.State.Pinned);

        Assert.Empty(Seen(s_flat.After(59), refused.State).Commands);
        Assert.IsType<Entering>(Seen(s_flat.After(60), refused.State).State.Phase);
    }

    [Fact]
    public void An_entry_that_ended_short_of_its_target_waits_before_it_grows()
    {
        var scene = s_flat with { Base = 0.05m, Perp = -0.05m };
        var done = When(scene, Verifying(scene), scene.Agreed);
        Assert.IsType<Holding>(done.State.Phase);
        Assert.Empty(Seen(scene, done.State).Commands);
        Assert.IsType<Entering>(Seen(scene.After(60), done.State).State.Phase);
    }

    [Fact]
    public void A_carry_that_costs_more_than_leaving_is_left()
    {
        var step = Seen(s_held with { Rate = -0.0002m }, s_holding);
        var order = Assert.IsType<Leaving>(step.State.Phase).Order;
        Assert.Equal((Quantity.Zero, Quantity.Zero, false), (order.SpotTo, order.PerpTo, order.Emergency));
        Assert.IsType<MachineCommand.NextEpoch>(Assert.Single(step.Commands));
    }

    [Fact]
    public void Flatten_is_an_emergency_also_in_the_middle_of_an_entry_or_exit()
    {
        var scene = s_held with { Mode = new RiskMode(Flatten: true) };
        Assert.IsType<SpotPerpExit.Flattening>(Exit(Seen(scene, s_holding)).Step);
        Assert.IsType<SpotPerpExit.Flattening>(Exit(Seen(scene, Verifying(scene))).Step);
        Assert.IsType<SpotPerpExit.Flattening>(Exit(Seen(scene, s_leaving)).Step);
    }

    [Fact]
    public void A_second_wish_to_leave_joins_the_first_and_an_emergency_overtakes_it()
    {
        var again = When(s_held, s_leaving, new MachineEvent.LeaveAsked("again", Emergency: false));
        Assert.Equal(s_leaving.Phase, again.State.Phase);

        var emergency = When(s_held, s_leaving, new MachineEvent.LeaveAsked("now", Emergency: true));
        Assert.True(Exit(emergency).Order.Emergency);
        var calm = When(s_held, emergency.State, new MachineEvent.LeaveAsked("or slowly", Emergency: false));
        Assert.True(Exit(calm).Order.Emergency);
    }

    [Fact]
    public void A_deleveraged_leg_is_told_and_the_other_reduced_to_match()
    {
        var scene = s_held with { Perp = -0.05m };
        var step = When(scene, s_holding, new MachineEvent.Disturbed("deleveraged by 0.05", []));
        var alarm = Assert.IsType<MachineCommand.Alarm>(step.Commands[0]);
        Assert.Contains("deleveraged", alarm.Text, StringComparison.Ordinal);
        Assert.Equal((new Quantity(0.05m), new Quantity(-0.05m)), (Exit(step).Order.SpotTo, Exit(step).Order.PerpTo));
        Assert.Equal(new(0.05m), step.State.Sized.Size);

        var order = Seen(scene, step.State).Commands.OfType<MachineCommand.Place>().Single().Draft;
        Assert.Equal((Market.Spot, Side.Sell, new Quantity(0.05m)), (order.Market, order.Side, order.Quantity));
    }

    [Fact]
    public void A_liquidated_leg_leaves_nothing_to_match_and_the_other_is_closed()
    {
        var step = When(s_held with { Perp = 0m }, s_holding, new MachineEvent.Disturbed("liquidated", []));
        Assert.Equal((Quantity.Zero, Quantity.Zero), (Exit(step).Order.SpotTo, Exit(step).Order.PerpTo));
    }

    [Fact]
    public void After_a_disturbance_nothing_grows_any_more_but_it_is_still_left()
    {
        var stopped = s_holding with { Stopped = "deleveraged" };
        Assert.Empty(Seen(s_flat, Carry.New with { Stopped = "deleveraged" }).Commands);
        Assert.IsType<Leaving>(Seen(s_held with { Rate = -0.0002m }, stopped).State.Phase);
    }

    [Fact]
    public void A_disturbance_that_moved_no_leg_apart_is_told_and_no_more()
    {
        var step = When(s_held, s_holding, new MachineEvent.Disturbed("an order without an intent", []));
        Assert.IsType<MachineCommand.Alarm>(Assert.Single(step.Commands));
        Assert.Equal("an order without an intent", step.State.Stopped);
        Assert.IsType<Holding>(step.State.Phase);
    }

    [Fact]
    public void Legs_that_have_drifted_apart_are_matched_at_the_next_look()
    {
        var step = Seen(s_held with { Base = 0.102m }, s_holding);
        Assert.Equal((new Quantity(0.1m), new Quantity(-0.1m)), (Exit(step).Order.SpotTo, Exit(step).Order.PerpTo));
    }

    [Fact]
    public void Two_dusts_that_add_up_to_more_than_dust_are_left_alone_while_no_leg_can_trade_its_own()
    {
        var plan = s_flat.Plan with
        {
            Spot = s_flat.Plan.Spot with { NotionalMin = new(100m) },
            Perp = s_flat.Plan.Perp with { NotionalMin = new(200m) },
        };
        // 0.0015 is worth 75, and 0.004 is worth 200 less what a sale may lose: together 0.0055 is more than either.
        var dusts = s_flat with { Plan = plan, Rate = 0.00001m, Base = 0.0015m, Perp = 0.004m };
        Assert.True(dusts.Book(dusts.Seen).IsExposed);
        Assert.Empty(Seen(dusts, Carry.New).Commands);
        Assert.IsType<Flat>(Seen(dusts, Carry.New).State.Phase);
    }

    [Fact]
    public void Dust_is_no_difference_and_never_traded()
    {
        Assert.Empty(Seen(s_held with { Base = 0.1009m }, s_holding).Commands);
        Assert.Empty(Seen(s_flat with { Base = 0.0009m, Rate = 0.00001m }, Carry.New).Commands);
    }

    [Fact]
    public void Dust_of_the_other_sign_does_not_keep_a_carry_from_being_entered()
    {
        var step = Seen(s_flat with { Base = -0.0009m, Perp = 0.0m }, Carry.New);
        Assert.Equal(new(0.10101m), step.Commands.OfType<MachineCommand.Place>().Single().Draft.Quantity);
    }

    [Fact]
    public void A_missing_input_is_told_once_and_again_only_after_it_was_there()
    {
        var blind = s_held with { QuoteAge = null };
        var view = blind.View with { Market = blind.View.Market with { Interval = null } };
        var told = When(blind, s_holding, new MachineEvent.Seen(view));
        var alarm = Assert.IsType<MachineCommand.Alarm>(Assert.Single(told.Commands));
        Assert.Contains("interval unknown", alarm.Text, StringComparison.Ordinal);
        Assert.IsType<Holding>(told.State.Phase);

        Assert.Empty(When(blind, told.State, new MachineEvent.Seen(view)).Commands);
        Assert.Null(Seen(s_held, told.State).State.Alerted);
    }

    [Fact]
    public void An_exit_that_ends_with_something_left_goes_on_holding_it()
    {
        var half = s_flat with { Base = 0.05m, Perp = -0.05m };
        var partial = s_leaving with
        {
            Phase = new Leaving(
                new(new(0.05m), new(-0.05m), false, "reduced", CarryScene.Start), new SpotPerpExit.Verifying()),
        };
        var step = When(half, partial, half.Agreed);
        Assert.Equal(CarryDirection.Positive, Assert.IsType<Holding>(step.State.Phase).Direction);
    }

    [Fact]
    public void What_was_borrowed_for_an_entry_that_was_taken_back_is_given_back()
    {
        var scene = s_flat with { Base = 0.00001m, Debt = 0.1m };
        var taken = scene.Intent(CarrySteps.Unwind, Market.Spot, Side.Buy, 0.1m);
        scene = scene.Open(taken with { Status = IntentStatus.Filled });
        var unwound = Verifying(scene) with
        {
            Phase = new Entering(
                new(CarryDirection.Negative, new(0.1m), "it pays", scene.Now),
                new SpotPerpEntry.Verifying("no hedge", true)),
        };
        var step = When(scene, unwound, scene.Agreed);
        Assert.Equal("unwound: no hedge", Exit(step).Order.Because);
        step = When(scene, Seen(scene, step.State).State, scene.Agreed);
        Assert.Equal(new MachineCommand.Repay(new(0.1m)), Assert.Single(Seen(scene, step.State).Commands));
    }

    [Fact]
    public void An_exit_that_ends_flat_forgets_its_settings()
    {
        var verifying = s_leaving with
        {
            Phase = (Leaving)s_leaving.Phase with { Step = new SpotPerpExit.Verifying() },
        };
        var step = When(s_flat, verifying, s_flat.Agreed);
        Assert.IsType<Flat>(step.State.Phase);
        Assert.Null(step.State.Pinned);
    }

    private static Carry Verifying(CarryScene scene) => s_holding with
    {
        Phase = new Entering(
            new(CarryDirection.Positive, new(0.1m), "it pays", scene.Now),
            new SpotPerpEntry.Verifying("found no more", false)),
    };

    private static Leaving Exit(Step<Carry> step) => Assert.IsType<Leaving>(step.State.Phase);

    private static Step<Carry> Seen(CarryScene scene, Carry carry) => When(scene, carry, scene.Seen);

    private static Step<Carry> When(CarryScene scene, Carry carry, MachineEvent @event) =>
        CarryDecider.Decide(carry, scene.Book(@event), @event);
}
