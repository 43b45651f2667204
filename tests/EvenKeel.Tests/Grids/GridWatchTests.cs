using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Grids;

/// <summary>Which ticks make a grid look.</summary>
public sealed class GridWatchTests
{
    private static readonly GridScene s_scene = new();
    private static readonly Instant s_start = GridScene.Start;

    [Fact]
    public void The_first_tick_wakes_a_grid_that_never_looked() =>
        Assert.True(Watch().Wakes(At(100m).Market, null, Row(), s_start));

    [Theory]
    [InlineData(100.09, false)]
    [InlineData(100.1, true)]
    [InlineData(99.9, true)]
    [InlineData(99.91, false)]
    public void A_price_that_has_moved_by_a_tenth_of_the_spacing_wakes_it(double price, bool wakes) =>
        Assert.Equal(wakes, Watch().Wakes(At((decimal)price).Market, At(100m), Row(), s_start));

    [Fact]
    public void A_quote_that_grows_stale_wakes_it_once_and_a_fresh_one_wakes_it_again()
    {
        var (watch, stale) = (Watch(), At(100m, quoteAge: TimeSpan.FromSeconds(3)));

        Assert.True(watch.Wakes(stale.Market, At(100m), Row(), s_start));
        Assert.False(watch.Wakes(stale.Market, stale, Row(), s_start));
        Assert.True(watch.Wakes(At(100m).Market, stale, Row(), s_start));
    }

    [Fact]
    public void A_mark_that_is_gone_wakes_it()
    {
        var gone = At(100m).Market with { Mark = null };

        Assert.True(Watch().Wakes(gone, At(100m), Row(), s_start));
        Assert.False(Watch().Wakes(gone, At(100m) with { Market = gone }, Row(), s_start));
    }

    [Fact]
    public void The_range_is_that_of_the_prices_seen_and_unknown_before_enough_bars_are_over()
    {
        // Given an average over two bars of an hour, and prices that move by 2 in the first and by 4 in the second
        var plan = s_scene.With(s => s with { RangeBars = 2 }).Plan;
        var watch = new GridWatch(new(plan, TimeSpan.FromSeconds(1)), plan.Settings);
        foreach (var (minute, price) in new[] { (0, 100m), (20, 102m), (60, 102m), (70, 98m), (80, 101m) })
        {
            Tell(watch, minute, price);
        }

        Assert.Null(watch.Range);

        // When the second is over
        Tell(watch, 120, 101m);

        Assert.Equal(new Price(3m), watch.Range);
    }

    private static GridWatch Watch() => new(new(s_scene.Plan, TimeSpan.FromSeconds(1)), s_scene.Plan.Settings);

    private static void Tell(GridWatch watch, int minute, decimal price)
    {
        var now = s_start + TimeSpan.FromMinutes(minute);
        var view = GridScene.ViewAt(s_scene.Plan.Symbol, price, now, RiskMode.Normal);
        watch.Wakes(view.Market, view, Row(), now);
    }

    private static MachineRow<Grid> Row() => MachineRow<Grid>.New(
        "grid/ABCUSDT", Grid.New with { Ladder = s_scene.Ladder, Phase = new GridPhase.Running() }, s_start);

    private static MarketView At(decimal price, TimeSpan quoteAge = default) =>
        GridScene.ViewAt(s_scene.Plan.Symbol, price, s_start, RiskMode.Normal, null, quoteAge);
}
