using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>What the storm once found, each as the run that showed it, cut down to what matters.</summary>
public sealed class FlawTests
{
    [Fact]
    public void An_exit_asked_for_while_the_entry_has_an_order_on_its_way_leaves_no_more_than_a_slice_unhedged() =>
        Assert.All(Enumerable.Range(1, 40), crossing =>
            Keeps(Calm(Errand.Negative) with { Triggers = [new(Fault.LeaveAsked, crossing, 0, 0)] }));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(10)]
    public void A_clock_that_was_ahead_for_some_seconds_holds_nothing_up_when_it_is_right_again(int size) =>
        Assert.All(Enumerable.Range(1, 40), crossing =>
            Keeps(Calm(Errand.Entry) with { Triggers = [new(Fault.ClockJump, crossing, 0, size)] }));

    [Fact]
    public void A_clock_that_is_put_right_during_a_ban_leaves_no_question_that_waits_for_its_time() =>
        Assert.All(Enumerable.Range(1, 20), crossing => Keeps(Calm(Errand.Resize) with
        {
            Span = TimeSpan.FromSeconds(2),
            Turn = Turn.None,
            Triggers = [new(Fault.Banned, crossing, 0, 770), new(Fault.ClockJump, 0, 1_140, 272)],
        }));

    [Fact]
    public void A_clock_that_is_ahead_while_the_venue_is_out_of_reach_signs_nothing_that_cannot_be_proven_absent() =>
        Assert.All(Enumerable.Range(1, 30), crossing => Keeps(Calm(Errand.Exit) with
        {
            Triggers =
            [
                new(Fault.ClockJump, crossing, 0, 10), new(Fault.Maintenance, crossing + 3, 0, 100),
            ],
        }));

    [Fact]
    public void A_rest_that_one_price_calls_dust_and_another_does_not_is_verified_once() =>
        Assert.All(Enumerable.Range(1, 30), crossing => Keeps(Calm(Errand.Negative) with
        {
            Triggers = [new(Fault.BorrowRecalled, crossing, 0, 0), new(Fault.PriceJump, crossing + 4, 0, 200)],
        }));

    [Fact]
    public void Two_legs_that_come_to_differ_one_after_the_other_are_each_asked_after() =>
        Assert.All(Enumerable.Range(1, 20), seed => Keeps(Calm(Errand.Entry) with
        {
            Seed = (ulong)seed,
            Triggers = [new(Fault.Overfilled, -4, 0, 0), new(Fault.Overfilled, -5, 0, 0)],
        }));

    [Fact]
    public void A_difference_whose_orders_show_late_is_asked_after_again_before_it_is_booked_without_a_price() =>
        Assert.All(Enumerable.Range(1, 20), seed => Keeps(Calm(Errand.Exit) with
        {
            Seed = (ulong)seed,
            Odds = Odds((Fault.OrdersShownLate, 4_900), (Fault.FillsShownLate, 4_900)),
            Triggers = [new(Fault.Overfilled, -1, 0, 0)],
        }));

    [Fact]
    public void A_machine_that_is_new_while_its_clock_is_ahead_misses_no_settlement() =>
        Assert.All(Enumerable.Range(0, 10), tenth => Keeps(Calm(Errand.Entry) with
        {
            Turn = Turn.None,
            Triggers =
            [
                new(Fault.ClockJump, 0, 0, 214), new(Fault.StoreOutage, 0, 50 * tenth, 100),
                new(Fault.Settled, 0, 9_500, 215),
            ],
        }));

    [Fact]
    public void An_owner_that_began_before_there_was_a_row_reads_it_when_a_position_is_not_its_own() =>
        Assert.All(Enumerable.Range(1, 20), tenth => Keeps(Calm(Errand.Negative) with
        {
            Triggers = [new(Fault.SecondOwner, 0, 20 * tenth, 0), new(Fault.PersonTrades, 0, 700 + (tenth * 40), 300)],
        }));

    [Fact]
    public void Coins_with_which_the_venue_paid_off_a_debt_are_no_persons_though_no_flow_tells_of_it() =>
        Keeps(StormPlan.Of(558913) with { TurnsAnywhere = true });

    [Fact]
    public void Interest_that_is_charged_while_a_run_ends_is_waited_for_before_ledger_and_venue_are_compared() =>
        Assert.All(Enumerable.Range(0, 100), fifth => Keeps(Calm(Errand.Negative) with
        {
            Start = Instant.At(2025, 3, 10, 12, 4, 20) + TimeSpan.FromMilliseconds(200 * fifth),
            Turn = Turn.None,
        }));

    [Fact]
    public void A_leg_that_fills_in_parts_is_waited_for_as_long_as_each_part_shows_late() =>
        Assert.All([590404UL, 605204UL, 932879UL], seed => Keeps(StormPlan.Of(seed) with { TurnsAnywhere = true }));

    [Fact]
    public void An_order_of_an_exit_that_never_arrived_is_not_waited_for_once_more_after_its_proof() =>
        Assert.All([123688UL, 789435UL], seed => Keeps(StormPlan.Of(seed)));

    [Fact]
    public void A_pause_that_a_clock_that_ran_ahead_has_set_holds_no_hedge_up() => Keeps(StormPlan.Of(211571));

    [Fact]
    public void A_delisting_while_an_order_of_the_exit_is_on_its_way_is_found_when_that_has_ended() =>
        Assert.All([538508UL, 543773UL], seed => Keeps(StormPlan.Of(seed)));

    [Fact]
    public void A_question_that_is_lost_in_a_proof_puts_its_end_off() =>
        Assert.All([514331UL, 634883UL], seed => Keeps(StormPlan.Of(seed)));

    private static void Keeps(StormPlan plan)
    {
        var outcome = StormRun.Of(plan, VenueSettings.Default).Live();
        Assert.True(outcome.Violations.IsEmpty, outcome.Violations.FirstOrDefault()?.ToString());
    }

    private static StormPlan Calm(Errand errand) => StormPlan.Calm(1, errand);

    private static ImmutableArray<int> Odds(params (Fault Fault, int Most)[] odds)
    {
        var all = new int[Enum.GetValues<Fault>().Length];
        foreach (var (fault, most) in odds)
        {
            all[(int)fault] = most;
        }

        return [.. all];
    }
}
