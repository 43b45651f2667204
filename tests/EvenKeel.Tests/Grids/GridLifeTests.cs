using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Grids;

/// <summary>A grid from its first look to its last close.</summary>
public sealed class GridLifeTests
{
    private static readonly GridPlan s_long = new GridScene().Plan;
    private static readonly GridPlan s_neutral = s_long with
    {
        Settings = s_long.Settings with { Mode = GridMode.Neutral },
    };

    [Fact]
    public void The_first_price_lays_the_ladder()
    {
        var run = new GridRun(s_long).Look(100m);
        Assert.IsType<GridPhase.Running>(run.Row.State.Phase);
        Assert.Equal(["99", "98", "97"], run.Open.Select(i => $"{i.Draft.Limit}"));
        Assert.All(run.Open, i => Assert.Equal(TimeInForce.PostOnly, i.Draft.TimeInForce));
    }

    [Fact]
    public void An_order_of_no_slot_closes_of_the_whole_position_and_raises_no_risk()
    {
        var scene = new GridScene().Filled(-1, 1m).Filled(-2, 1m);
        var row = MachineRow<Grid>.New("grid/ABCUSDT", Grid.New, GridScene.Start) with { Ledger = scene.Ledger };
        var close = new OrderDraft(
            0, Market.Linear, scene.Plan.Symbol, Side.Sell, new(2m), new(98m), TimeInForce.ImmediateOrCancel,
            ReduceOnly: true, OnMargin: false, new(98m));
        var machine = new GridMachine(scene.Plan, TimeSpan.FromSeconds(1));

        Assert.False(machine.IsRiskIncreasing(row, close));
        Assert.True(machine.IsRiskIncreasing(row, close with { Side = Side.Buy }));
    }

    [Fact]
    public void What_moved_the_position_when_nobody_knows_a_price_goes_where_the_ladder_was_laid()
    {
        var scene = new GridScene();
        var laid = Grid.New with { Phase = new GridPhase.Running(), Ladder = scene.Ladder };
        var row = MachineRow<Grid>.New("grid/ABCUSDT", laid, GridScene.Start);
        row = row with { Ledger = row.Ledger with { Perp = new(-1m) } };
        var step = new GridMachine(scene.Plan, TimeSpan.FromSeconds(1))
            .Decide(row, new MachineEvent.Disturbed("unexplained", []), GridScene.Start);

        var slot = Assert.Single(step.State.Slots);
        Assert.Equal((0, new Quantity(-1m)), (slot.Key.Index, slot.Held));
    }

    [Fact]
    public void An_opening_that_was_refused_by_a_clock_that_was_ahead_is_tried_again_when_it_is_right()
    {
        var run = new GridRun(s_long).Look(100m).After(2_000);
        run.Ended(run.Open[0], IntentStatus.Refused).Look(100m);
        Assert.Equal(2, run.Open.Count);

        Assert.Equal(3, run.After(-2_000).Look(100m).Open.Count);
    }

    [Fact]
    public void A_plan_that_cannot_be_traded_waits_and_says_so_once()
    {
        var run = new GridRun(s_neutral with { On = GridScene.Spot }).Look(100m).Look(100m);
        Assert.IsType<GridPhase.Waiting>(run.Row.State.Phase);
        Assert.Contains("must be Long", Assert.Single(run.Alarms), StringComparison.Ordinal);
        Assert.Empty(run.Written);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void A_position_that_was_booked_before_there_was_a_price_is_closed_though_no_ladder_was_laid(int quoteAge)
    {
        var scene = new GridScene { QuoteAge = TimeSpan.FromSeconds(quoteAge) };
        var machine = new GridMachine(scene.Plan, TimeSpan.FromSeconds(1));
        var row = MachineRow<Grid>.New("grid/ABCUSDT", Grid.New, GridScene.Start) with
        {
            Ledger = scene.Ledger with { Perp = new(-0.5m) },
        };
        var told = machine.Decide(row, new MachineEvent.Disturbed("unexplained", []), scene.Now);
        Assert.Empty(told.State.Slots);

        var seen = machine.Decide(row with { State = told.State }, new MachineEvent.Seen(scene.View), scene.Now);

        Assert.Equal(new(-0.5m), Assert.Single(seen.State.Slots).Held);
        Assert.IsType<GridPhase.Leaving>(seen.State.Phase);
    }

    [Fact]
    public void A_round_trip_earns_the_step_and_is_counted_once()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        var close = run.Open.Single(i => i.Draft.Side == Side.Sell);
        Assert.Equal((new(1.01m), new Price(100m)), (close.Draft.Quantity, close.Draft.Limit!.Value));
        run.Filled(close).Settle(100.2m);

        Assert.Equal((1L, new Amount(1.01m)), (run.Row.State.Totals.Trips, run.Row.State.Totals.Matched));
        Assert.Equal((1, new Amount(1.01m)), run.Row.State.Totals.LastDay(run.Now));
        Assert.Equal(Quantity.Zero, run.Row.Ledger.Perp);
        Assert.Contains(run.Open, i => i.Draft is { Side: Side.Buy, Limit.Value: 99m });
    }

    [Fact]
    public void A_short_of_a_neutral_grid_is_tracked_and_bought_back()
    {
        var run = new GridRun(s_neutral).Settle(100m);
        run.Filled(run.Open.First(i => i.Draft is { Side: Side.Sell, Limit.Value: 101m })).Settle(100.8m);
        Assert.Equal(new(-0.99m), run.Row.Ledger.Perp);
        var close = run.Open.Single(i => i.Draft is { Side: Side.Buy, Limit.Value: 100m });
        Assert.Equal((new(0.99m), true), (close.Draft.Quantity, close.Draft.ReduceOnly));
        run.Filled(close).Settle(99.8m);
        Assert.Equal((1L, Quantity.Zero), (run.Row.State.Totals.Trips, run.Row.Ledger.Perp));
    }

    [Fact]
    public void A_part_stays_through_the_cancel_of_its_order_and_is_closed()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Traded(run.Open[0], 0.4m).Look(99.7m);
        Assert.True(run.Row.Journal.OpenAt(new(1, -1))!.CancelAsked);
        run.Ended(run.Row.Journal.OpenAt(new(1, -1))!).Settle(99.7m);
        var close = run.Row.Journal.OpenAt(new(1, -1))!.Draft;
        Assert.Equal(
            (Side.Sell, new Quantity(0.4m), new Price(100m)), (close.Side, close.Quantity, close.Limit!.Value));
    }

    [Fact]
    public void A_fill_that_slips_in_before_its_cancel_is_kept_as_well()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Traded(run.Open[0], 0.4m).Look(99.7m);
        var cancelling = run.Row.Journal.OpenAt(new(1, -1))!;
        run.Traded(cancelling, 0.9m).Ended(cancelling).Settle(99.7m);
        Assert.Equal(new(0.9m), run.Row.Journal.OpenAt(new(1, -1))!.Draft.Quantity);
    }

    [Fact]
    public void A_partial_close_keeps_its_order_and_closes_only_what_is_left()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        var close = run.Row.Journal.OpenAt(new(1, -1))!;
        run.Traded(close, 0.5m).Settle(99.5m);
        Assert.Equal(close.Id, run.Row.Journal.OpenAt(new(1, -1))!.Id);
        run.Ended(close).Settle(99.5m);
        Assert.Equal(new(0.51m), run.Row.Journal.OpenAt(new(1, -1))!.Draft.Quantity);
        Assert.Equal(0L, run.Row.State.Totals.Trips);
    }

    [Theory]
    [InlineData(IntentStatus.CancelledZero)]
    [InlineData(IntentStatus.Refused)]
    [InlineData(IntentStatus.NeverArrived)]
    public void A_slot_whose_order_came_to_nothing_is_opened_again_after_a_pause(IntentStatus status)
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Ended(run.Open[0], status);
        Assert.Null(run.Slots.Find(new(1, -1)));
        run.Look(100m);
        Assert.Null(run.Row.Journal.OpenAt(new(1, -1)));
        run.After(2).Look(100m);
        Assert.Equal(new(99m), run.Row.Journal.OpenAt(new(1, -1))!.Draft.Limit);
    }

    [Fact]
    public void An_order_that_the_gate_denies_leaves_its_slot_free()
    {
        var run = new GridRun(s_long with { Limits = s_long.Limits with { Allowed = [new("XYZUSDT")] } }).Look(100m);
        Assert.Empty(run.Open);
        Assert.Empty(run.Row.State.Slots);
    }

    [Fact]
    public void After_a_restart_nothing_is_placed_twice_and_the_ladder_is_the_same()
    {
        var run = new GridRun(s_neutral).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.4m);
        var (ladder, open, written) = (run.Row.State.Ladder, run.Open.Select(i => i.Id).ToList(), run.Written.Count);
        run.Restart().Settle(99.4m);
        Assert.Equal(ladder, run.Row.State.Ladder);
        Assert.Equal(open, run.Open.Select(i => i.Id));
        Assert.Equal(written, run.Written.Count);
    }

    [Fact]
    public void Windows_trail_the_price_and_a_filled_slot_far_away_rests_without_an_order()
    {
        var run = new GridRun(s_long).Settle(100m);
        foreach (var price in (decimal[])[99m, 98m, 97m])
        {
            run.Filled(run.Open.Single(i => i.Draft is { Side: Side.Buy, Limit.Value: var at } && at == price))
                .Settle(price - 0.7m);
        }

        Assert.Equal(3, run.Open.Count(i => i.Draft.Side == Side.Sell));
        Assert.Equal(3, run.Slots.All.ToArray().Count(s => !s.Held.IsZero));
        // The cap is reached: nothing more is bought, however far it falls.
        run.Settle(80m);
        Assert.DoesNotContain(run.Open, i => i.Draft.Side == Side.Buy);
    }

    [Fact]
    public void A_drift_of_the_range_lays_new_ladders_and_live_orders_stay_within_the_windows()
    {
        var settings = s_neutral.Settings with { Spacing = GridSpacing.Adaptive, Step = null };
        var plan = s_neutral with { Settings = settings };
        var run = new GridRun(plan) { Range = 1m };
        run.Settle(100m);
        for (var i = 1; i <= 30; i++)
        {
            run.Range = 1m + (0.05m * i);
            run.Settle(100m);
            Assert.InRange(run.Open.Count, 1, 6);
            Assert.InRange(run.Row.State.Slots.Length, 1, 6);
        }

        Assert.InRange(run.Row.State.Ladder!.Generation, 4, 6);
    }

    [Fact]
    public void A_filled_slot_of_an_old_ladder_keeps_its_closing_price()
    {
        var plan = s_long with { Settings = s_long.Settings with { Spacing = GridSpacing.Adaptive } };
        var run = new GridRun(plan).Settle(100m);
        run.Filled(run.Open[0]);
        run.Range = 3m;
        run.Settle(99.3m);
        Assert.Equal(2, run.Row.State.Ladder!.Generation);
        Assert.Equal(new(100m), run.Open.Single(i => i.Draft.Side == Side.Sell).Draft.Limit);
    }

    [Fact]
    public void A_position_taken_from_outside_is_booked_alarmed_and_nothing_is_opened_any_more()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        run.Deleverage(0.5m, 99m);
        Assert.Contains("deleveraged", run.Alarms);
        run.Settle(99.3m);
        Assert.DoesNotContain(run.Open, i => i.Draft.Side == Side.Buy && !i.CancelAsked);
        Assert.Equal(new(0.51m), run.Slots.Held);
    }

    [Fact]
    public void Asked_to_leave_it_cancels_closes_all_and_stops()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        run.Tell(new MachineEvent.LeaveAsked("asked", Emergency: false)).Look();
        Assert.All(run.Open, i => Assert.True(i.CancelAsked));
        run.Cancelled().Look();
        var taking = Assert.Single(run.Open);
        Assert.Equal(TimeInForce.ImmediateOrCancel, taking.Draft.TimeInForce);
        Assert.Equal(new(1.01m), taking.Draft.Quantity);
        run.Filled(taking, at: 99.2m).Look();
        Assert.Equal(new GridPhase.Stopped("asked"), run.Row.State.Phase);
        Assert.Equal(Instant.Never, run.Row.LookAt);
    }

    [Fact]
    public void A_grid_that_runs_keeps_the_settings_that_it_was_started_under()
    {
        var run = new GridRun(s_long).Settle(100m);
        run.Change(s => s with { Step = new(7m), LevelsBelow = 1 });
        run.Settle(98.8m);
        Assert.Equal(s_long.Settings, run.Row.State.Pinned);
        Assert.Equal(new(1m), run.Row.State.Ladder!.Step);
    }

    [Fact]
    public void Openings_are_bounded_by_the_minute()
    {
        var plan = s_long with
        {
            Settings = s_long.Settings with { OrdersPerMinuteMax = 10, LevelsBelow = 20, QuotePerLevel = new(10m) },
        };
        var run = new GridRun(plan);
        for (var second = 0; second < 59; second++)
        {
            run.Look(100m).Acknowledge();
        }

        Assert.InRange(run.Written.Count, 5, 10);
    }
}
