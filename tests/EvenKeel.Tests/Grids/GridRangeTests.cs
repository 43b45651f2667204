using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Grids;

/// <summary>What becomes of a grid whose price leaves the range that it was given.</summary>
public sealed class GridRangeTests
{
    private static readonly GridPlan s_plan = new GridScene().Plan;

    [Fact]
    public void A_range_that_is_left_trails_what_was_bought_keeps_its_close_and_nothing_old_stays_open()
    {
        var run = new GridRun(Ranged(OutOfRange.Trail)).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        run.Settle(110m);
        var ladder = run.Row.State.Ladder!;
        Assert.Equal((2, new Price(107m), new Price(113m)), (ladder.Generation, ladder.Lower, ladder.Upper));
        Assert.Equal(new(100m), run.Open.Single(i => i.Draft.Side == Side.Sell).Draft.Limit);
        Assert.All(run.Open.Where(i => i.Draft.Side == Side.Buy), i => Assert.Equal(2, i.Draft.Slot!.Value.Generation));
    }

    [Fact]
    public void A_range_that_is_left_and_waited_for_keeps_its_ladder_and_goes_on_when_the_price_is_back()
    {
        var run = new GridRun(Ranged(OutOfRange.Wait)).Settle(100m);
        var (ladder, first) = (run.Row.State.Ladder, run.Open.Select(i => i.Draft.Limit).ToList());
        run.Settle(110m);
        Assert.Equal(ladder, run.Row.State.Ladder);
        run.Settle(100m);
        Assert.IsType<GridPhase.Running>(run.Row.State.Phase);
        Assert.Equal(first.Order(), run.Open.Select(i => i.Draft.Limit).Order());
    }

    [Fact]
    public void A_range_that_is_left_closes_all_and_stops_where_that_was_asked_for()
    {
        var run = new GridRun(Ranged(OutOfRange.Close)).Settle(100m);
        run.Filled(run.Open[0]).Settle(99.3m);
        run.Settle(95.9m);
        run.Filled(Assert.Single(run.Open), at: 95.9m).Look();
        Assert.IsType<GridPhase.Stopped>(run.Row.State.Phase);
        Assert.True(run.Slots.Held.IsZero);
    }

    /// <summary>From 97 to 103.</summary>
    private static GridPlan Ranged(OutOfRange policy) => s_plan with
    {
        Settings = s_plan.Settings with { RangeLower = new(97m), RangeUpper = new(103m), OutOfRange = policy },
    };
}
