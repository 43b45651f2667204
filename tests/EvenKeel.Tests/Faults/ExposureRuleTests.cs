using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>What the checker of the storm says of legs that go past what they were to reach, on the way in and on the
/// way out, and of one that stands alone.</summary>
public sealed class ExposureRuleTests
{
    private readonly Verdict _verdict = new();
    private readonly ExposureRule _rule;
    private Instant _now = HandMade.Start;
    private MachineRow<Carry> _row = MachineRow<Carry>.New(HandMade.Machine, Carry.New, HandMade.Start);

    public ExposureRuleTests() =>
        _rule = new(_verdict, Worlds.Plan, new(0.002m), () => new Quantity(0.001m), timed: true);

    private IEnumerable<string> Broken => _verdict.Violations.Select(v => v.Invariant).Distinct();

    [Fact]
    public void An_entry_that_reaches_its_target_on_both_legs_breaks_nothing()
    {
        Enters(0.1m).Fills(Market.Spot, 0.1001m, fee: 0.0001m).Fills(Market.Linear, -0.1m);
        Assert.Empty(Broken);
    }

    [Theory]
    [InlineData(Market.Spot, 1)]
    [InlineData(Market.Linear, -1)]
    public void A_leg_of_an_entry_beyond_its_target_is_noticed(Market market, int sign)
    {
        Enters(0.01m).Fills(market, 0.014m * sign);
        Assert.Equal(["I5"], Broken);
    }

    [Theory]
    [InlineData(Market.Spot, -1)]
    [InlineData(Market.Linear, 1)]
    public void A_leg_of_an_entry_on_the_wrong_side_is_noticed(Market market, int sign)
    {
        Enters(0.01m).Fills(market, 0.004m * sign);
        Assert.Equal(["I5"], Broken);
    }

    [Theory]
    [InlineData(Market.Spot)]
    [InlineData(Market.Linear)]
    public void An_exit_that_crosses_zero_by_a_lot_is_noticed_and_one_by_less_is_not(Market market)
    {
        var sign = market == Market.Spot ? 1 : -1;
        Enters(0.1m).Fills(Market.Spot, 0.1m).Fills(Market.Linear, -0.1m).Leaves(0m);
        Fills(market, -0.1009m * sign);
        Assert.Empty(Broken);
        Fills(market, -0.0001m * sign);
        Assert.Equal(["I5"], Broken);
    }

    [Fact]
    public void A_debt_is_bought_back_with_its_interest_and_no_more_than_an_hour_on_top()
    {
        var hour = 0.1m * Worlds.Plan.Settings.BorrowHourlyMax.Value;
        Enters(0.1m, CarryDirection.Negative).Fills(Market.Spot, -0.1m).Fills(Market.Linear, 0.1m).Leaves(0m);
        Interest(0.01m).Fills(Market.Spot, 0.1109m + hour);
        Assert.Empty(Broken);
        Fills(Market.Spot, 0.0002m);
        Assert.Equal(["I5"], Broken);
    }

    [Fact]
    public void A_part_that_is_closed_stops_at_what_is_to_stay()
    {
        Enters(0.1m).Fills(Market.Spot, 0.1m).Fills(Market.Linear, -0.1m).Leaves(0.05m);
        Fills(Market.Linear, 0.05m).Fills(Market.Spot, -0.052m);
        Assert.Empty(Broken);
        Fills(Market.Spot, -0.001m);
        Assert.Equal(["I5"], Broken);
    }

    [Theory]
    [InlineData(0, 3_000)]
    [InlineData(1, 9_500)]
    [InlineData(2, 17_500)]
    [InlineData(3, 25_500)]
    public void A_leg_stands_alone_as_long_as_the_requests_that_were_lost_explain_and_no_longer(int lost, int most)
    {
        foreach (var (late, broken) in new[] { (0, Array.Empty<string>()), (1, ["I8"]) })
        {
            Enters(1m).Fills(Market.Spot, 0.1m);
            for (var i = 0; i < lost; i++)
            {
                Strikes(Fault.RequestLost, Happening.Struck.Proof);
            }

            After(most + late).Fills(Market.Linear, -0.1m).After(60_000);
            Assert.Equal(broken, Broken);
        }
    }

    [Fact]
    public void What_an_order_trades_may_be_told_late_long_after_it_began_to_also_when_something_small_strikes()
    {
        Strikes(Fault.FillsShownLate, TimeSpan.FromSeconds(4)).After(60_000).Enters(1m).Fills(Market.Spot, 0.1m);
        Strikes(Fault.FilledSlowly, TimeSpan.FromSeconds(1)).After(7_000).Fills(Market.Linear, -0.1m);
        Assert.Empty(Broken);
        Enters(1m).Fills(Market.Spot, 0.1m).After(7_001).Fills(Market.Linear, -0.1m);
        Assert.Equal(["I8"], Broken);
    }

    [Theory]
    [InlineData(Fault.AnswerLost, Fault.PushLost, 3_000)]
    [InlineData(Fault.PersonTrades, Fault.AnswerLost, 3_000)]
    [InlineData(Fault.PersonTrades, Fault.PushLost, 123_000)]
    public void A_reminder_is_waited_for_only_when_a_leg_was_moved_from_outside_and_nobody_was_told(
        Fault first, Fault second, int most)
    {
        foreach (var (late, broken) in new[] { (0, Array.Empty<string>()), (1, ["I8"]) })
        {
            After(1_000_000).Enters(1m).Fills(Market.Spot, 0.1m).Strikes(first, TimeSpan.Zero);
            Strikes(second, TimeSpan.Zero).Strikes(Fault.ReminderMissed, TimeSpan.FromSeconds(60));
            After(most + late).Fills(Market.Linear, -0.1m);
            Assert.Equal(broken, Broken);
        }
    }

    [Theory]
    [InlineData(Fault.WriteUnheard, 1, 8_500)]
    [InlineData(Fault.WriteUnheard, 3, 15_000)]
    [InlineData(Fault.PersonTrades, 1, 5_500)]
    public void A_look_that_is_lost_is_made_anew_before_a_proof_ends_and_puts_nothing_else_off(
        Fault before, int looks, int most)
    {
        foreach (var (late, broken) in new[] { (0, Array.Empty<string>()), (1, ["I8"]) })
        {
            After(1_000_000).Enters(1m).Strikes(before, Happening.Struck.Proof).After(4_000);
            for (var i = 0; i < looks; i++)
            {
                _rule.See(new Happening.Struck(_now, Fault.RequestLost, TimeSpan.FromSeconds(4), false, Looks: true));
                After(500);
            }

            After(2_000 - (looks * 500)).Fills(Market.Spot, 0.1m).After(most + late).Fills(Market.Linear, -0.1m);
            Assert.Equal(broken, Broken);
        }
    }

    [Fact]
    public void Of_what_struck_before_a_leg_stands_alone_only_the_rest_is_allowed_for()
    {
        Strikes(Fault.Crash, TimeSpan.FromSeconds(8)).After(5_000).Enters(1m).Fills(Market.Spot, 0.1m);
        After(6_000).Fills(Market.Linear, -0.1m);
        Assert.Empty(Broken);
        After(60_000).Strikes(Fault.Crash, TimeSpan.FromSeconds(8)).After(5_000).Enters(1m).Fills(Market.Spot, 0.1m);
        After(6_001).Fills(Market.Linear, -0.1m);
        Assert.Equal(["I8"], Broken);
    }

    private ExposureRuleTests Enters(decimal target, CarryDirection direction = CarryDirection.Positive) => Stores(
        new CarryPhase.Entering(
            new(direction, new(target), "it pays", HandMade.Start), new SpotPerpEntry.Validating()));

    private ExposureRuleTests Leaves(decimal spotTo) => Stores(new CarryPhase.Leaving(
        new(new(spotTo), new(-spotTo), Emergency: true, "asked", HandMade.Start), new SpotPerpExit.Done()));

    private ExposureRuleTests Interest(decimal coins) => Stores(_row.State.Phase, new Flow(
        HandMade.Start, HandMade.Pair, Market.Spot, new("BTC"), FlowKind.Interest, new(-coins), null, null, default));

    private ExposureRuleTests Stores(CarryPhase phase, params Flow[] flows)
    {
        var entry = OutboxEntry.Of(
            HandMade.Machine, _row.Version + 1, HandMade.Start, "by hand", _row.LastHash, [.. flows]);
        _row = _row with { Version = entry.Version, State = _row.State with { Phase = phase }, Outbox = [entry] };
        _rule.See(new Happening.Stored(HandMade.Start, _row, HandMade.First));
        return this;
    }

    private ExposureRuleTests Strikes(Fault fault, TimeSpan costs)
    {
        _rule.See(new Happening.Struck(_now, fault, costs));
        return this;
    }

    private ExposureRuleTests After(int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    private ExposureRuleTests Fills(Market market, decimal signed, decimal fee = 0m)
    {
        _rule.See(new Happening.Filled(_now, new(
            "x", new("x"), market, HandMade.Pair, Sides.Toward(new(signed)), new(50_000m), new(Math.Abs(signed)),
            new("BTC"), fee, Maker: false, _now)));
        return this;
    }
}
