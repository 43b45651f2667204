using System.Collections.Immutable;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;
using EvenKeel.Tests.Grids;

namespace EvenKeel.Tests.Storms;

/// <summary>What the storm once found in grids, each as the least that shows it.</summary>
public sealed class GridFlawTests
{
    [Fact]
    public void On_spot_no_more_coin_is_offered_than_there_is_when_a_sale_went_too_far()
    {
        var scene = new GridScene().OnSpot().Filled(-1, 1.01m).Filled(-2, -0.005m);
        var sale = Assert.Single(scene.Target.Orders, o => o.Side == Side.Sell);
        Assert.Equal(new Quantity(1m), sale.Quantity);
    }

    [Fact]
    public void A_position_that_the_venue_reduced_is_found_while_closes_are_refused_time_and_again() =>
        Assert.All(Enumerable.Range(1, 40), at => Keeps(StormPlan.Calm(1, Errand.GridLeave) with
        {
            Odds = Odds((Fault.FlowsHidden, 1)),
            Triggers = [new(Fault.Deleveraged, at * 5, 0, 700)],
        }));

    [Fact]
    public void A_position_that_differs_is_found_though_orders_are_always_on_their_way() =>
        Assert.All(Enumerable.Range(1, 40), seed => Keeps(StormPlan.Calm((ulong)seed, Errand.GridLife) with
        {
            Turn = Turn.None,
            Odds = Odds((Fault.FilledSlowly, 8), (Fault.Overfilled, 100)),
        }));

    [Fact]
    public void An_order_that_rests_and_is_filled_beyond_its_size_is_over_at_the_venue() =>
        Assert.All(Enumerable.Range(1, 10), order => Keeps(StormPlan.Calm(1, Errand.GridTrip) with
        {
            Odds = Odds((Fault.FilledSlowly, 8)),
            Triggers = [new(Fault.Overfilled, -order, 0, 0)],
        }));

    [Fact]
    public void Interest_on_coin_that_a_grid_never_meant_to_owe_is_taken_in_by_its_slots() =>
        Assert.All([15113UL, 18533UL, 19059UL], seed => Keeps(StormPlan.Of(seed, Errand.GridLife)));

    [Fact]
    public void A_grid_that_is_left_and_holds_nothing_stops_without_a_quote()
    {
        var plan = StormPlan.Calm(1, Errand.GridLeave) with
        {
            Triggers = [new(Fault.Delisted, 0, 8_950, 0)],
        };
        var run = new GridStormRun(plan, VenueSettings.Default);
        Assert.Empty(run.Live().Violations);
        Assert.IsType<GridPhase.Stopped>(Assert.IsType<GridWorld>(run.World).Row.State.Phase);
    }

    [Fact]
    public void A_person_s_trade_that_no_flow_tells_is_taken_in_by_a_grid_that_was_never_laid() =>
        Assert.All([94147UL, 762097UL, 277708UL], seed => Keeps(StormPlan.Of(seed, Errand.GridLife)));

    [Fact]
    public void Two_orders_that_show_late_and_cancel_out_are_asked_after_again_before_they_are_proven_absent() =>
        Keeps(StormPlan.Of(255246, Errand.GridLife));

    [Fact]
    public void A_difference_is_found_after_what_was_booked_meanwhile_and_after_orders_that_no_list_shows_yet() =>
        Assert.All(
            [
                StormPlan.Of(2667, Errand.GridLife), StormPlan.Of(3844, Errand.GridLife),
                StormPlan.Of(205, Errand.GridWide), StormPlan.Of(1143, Errand.GridWide),
            ],
            Keeps);

    [Fact]
    public void Two_overfills_that_cancel_out_and_were_told_to_nobody_alive_are_worth_just_what_they_traded() =>
        Keeps(StormPlan.Of(256913, Errand.GridLife).Without(Fault.RejectedAfterAck));

    [Fact]
    public void A_grid_that_is_left_closes_rests_that_can_be_traded_together_before_it_stops() =>
        Assert.All(
            [262018UL, 263318UL, 263885UL, 769301UL], seed => Keeps(StormPlan.Of(seed, Errand.GridLife)));

    [Fact]
    public void A_rest_that_is_worth_an_order_at_its_exit_and_not_at_once_is_closed_together_with_dust() =>
        Keeps(StormPlan.Of(98278, Errand.GridLife));

    [Fact]
    public void However_many_orders_end_at_once_each_is_told_by_a_row_before_it_leaves() =>
        Assert.All([82UL, 83UL, 245UL, 289UL], seed => Keeps(StormPlan.Of(seed, Errand.GridWide)));

    [Fact]
    public void What_was_not_sent_counts_for_the_second_however_many_orders_end_in_it() =>
        Keeps(StormPlan.Of(16576, Errand.GridWide));

    [Fact]
    public void Two_rests_that_trade_unheard_and_cancel_out_are_found_on_the_list_of_live_orders() =>
        Keeps(StormPlan.Of(16843, Errand.GridWide));

    [Fact]
    public void What_an_order_that_has_left_the_row_is_filled_beyond_its_size_is_worth_just_what_it_traded() =>
        Assert.All([400UL, 634UL, 857UL, 2451UL, 31812UL, 34194UL], seed => Keeps(StormPlan.Of(seed, Errand.GridWide)));

    private static void Keeps(StormPlan plan)
    {
        var outcome = StormRun.Of(plan, VenueSettings.Default).Live();
        Assert.True(outcome.Violations.IsEmpty, outcome.Violations.FirstOrDefault()?.ToString());
    }

    private static ImmutableArray<int> Odds(params (Fault Fault, int Most)[] odds) =>
    [
        .. Enum.GetValues<Fault>().Select(fault => odds.FirstOrDefault(o => o.Fault == fault).Most),
    ];
}
