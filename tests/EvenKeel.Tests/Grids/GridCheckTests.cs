using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Grids;

/// <summary>What is refused before the first order, with the number that would work.</summary>
public sealed class GridCheckTests
{
    private static readonly GridScene s_scene = new();

    [Fact]
    public void A_plan_that_can_be_traded_has_nothing_wrong()
    {
        Assert.Empty(Wrong(s_scene));
        Assert.Empty(new GridSettings().Validate());
    }

    [Theory]
    [InlineData(GridMode.Short)]
    [InlineData(GridMode.Neutral)]
    public void A_short_position_is_refused_on_spot(GridMode mode) => Assert.StartsWith(
        $"Mode = {mode} on spot: must be Long", Only(s_scene.OnSpot().With(s => s with { Mode = mode })),
        StringComparison.Ordinal);

    [Fact]
    public void A_step_that_does_not_earn_its_fees_is_refused_with_the_one_that_does()
    {
        var narrow = s_scene.With(s => s with { Step = new(0.25m) });
        var wrong = Only(narrow);
        Assert.Contains("must be at least 0.0026 of the price (0.26)", wrong, StringComparison.Ordinal);
        Assert.Empty(Wrong(s_scene.With(s => s with { Step = new(0.26m) })));
    }

    [Fact]
    public void A_size_below_what_trades_is_refused_with_the_one_that_does()
    {
        // At 99 an order of 0.05 is worth less than 5, so the least that trades is 0.06: 5.94 in quote.
        var wrong = Only(s_scene.With(s => s with { QuotePerLevel = new(5.93m) }));
        Assert.StartsWith("QuotePerLevel", wrong, StringComparison.Ordinal);
        Assert.Contains("must be at least 5.94: 0.06 ABC", wrong, StringComparison.Ordinal);
        Assert.Empty(Wrong(s_scene.With(s => s with { QuotePerLevel = new(5.94m) })));
    }

    [Fact]
    public void Rungs_below_zero_are_refused() => Assert.Contains(
        "must leave every rung above zero",
        Only(s_scene.With(s => s with { Step = new(30m), LevelsBelow = 4 })), StringComparison.Ordinal);

    [Fact]
    public void More_orders_or_worth_than_the_gate_lets_pass_are_refused()
    {
        Assert.Contains("OpenOrdersMax together: 5", Limited(new() { OpenOrdersMax = 5 }), StringComparison.Ordinal);
        Assert.Contains(
            "OrderNotionalMax 50", Limited(new() { OrderNotionalMax = new(50m) }), StringComparison.Ordinal);
        Assert.Contains(
            "PositionNotionalMax 299",
            Limited(new() { OrderNotionalMax = new(100m), PositionNotionalMax = new(299m) }), StringComparison.Ordinal);

        static string Limited(RiskLimits limits) =>
            Only(s_scene with { Plan = s_scene.Plan with { Limits = limits } });
    }

    [Fact]
    public void A_plan_that_is_refused_at_one_price_after_the_other_is_told_once_with_the_numbers_of_now()
    {
        var plan = s_scene.Plan;
        var dear = plan with { Settings = plan.Settings with { Step = new(0.05m) } };
        var run = new GridRun(dear).Look(100m).Look(100.5m);

        var waiting = Assert.IsType<GridPhase.Waiting>(run.Row.State.Phase);
        Assert.Contains("at 100.5", waiting.Because, StringComparison.Ordinal);
        Assert.Contains("at 100)", Assert.Single(run.Alarms), StringComparison.Ordinal);

        // What is wrong beside it is told, and once it can be traded nothing is left of both
        run.Plan = dear with { On = GridScene.Spot, Settings = dear.Settings with { Mode = GridMode.Neutral } };
        run.Look(100m);
        run.Plan = plan;
        run.Look(100m);
        Assert.Contains("must be Long", run.Alarms[1], StringComparison.Ordinal);
        Assert.Equal((2, null), (run.Alarms.Count, run.Row.State.Alerted));
    }

    [Fact]
    public void A_range_narrower_than_a_step_is_refused() => Assert.Contains(
        "must be at least a step above RangeLower: 101",
        string.Join('\n', Wrong(s_scene.With(s => s with { RangeLower = new(100m), RangeUpper = new(100.5m) }))),
        StringComparison.Ordinal);

    [Fact]
    public void A_range_of_a_geometric_ladder_is_refused_with_the_end_that_does()
    {
        // A step of 10 % is 10 at 100, and more above it.
        var narrow = Geometric(0.1m, s => s with { RangeLower = new(100m), RangeUpper = new(105m) });
        Assert.Contains("a step above RangeLower: 110", string.Join('\n', Wrong(narrow)), StringComparison.Ordinal);
        Assert.Empty(Wrong(narrow.With(s => s with { RangeUpper = new(110m) })));
    }

    [Theory]
    [InlineData(GridMode.Short, "LevelsAbove = 200 rungs from 100: must be at most 68")]
    [InlineData(GridMode.Long, "LevelsBelow = 200 rungs from 100: must be at most 68")]
    public void Rungs_that_no_price_can_name_are_refused_with_the_number_that_does(GridMode mode, string rule)
    {
        var wide = Geometric(0.5m, s => mode == GridMode.Long
            ? s with { LevelsBelow = 200 }
            : s with { Mode = mode, LevelsAbove = 200 });
        Assert.Contains(rule, string.Join('\n', Wrong(wide)), StringComparison.Ordinal);
        Assert.InRange(GridOutlook.Of(wide.Plan, new(100m), null).Levels.Length, 1, 68);
    }

    [Fact]
    public void A_range_that_begins_below_the_tick_begins_there() => Assert.Contains(
        "LevelsAbove = 11001 rungs from 0.01: must be at most 11000", string.Join('\n', Wrong(s_scene.With(
            s => s with { Step = null, RangeLower = new(0.001m), RangeUpper = new(200m) }))), StringComparison.Ordinal);

    [Fact]
    public void Only_levels_that_can_be_closed_within_the_range_are_shown()
    {
        var above = s_scene.With(s => s with { RangeLower = new(97m), RangeUpper = new(103m), LevelsBelow = 10 });
        var levels = GridOutlook.Of(above.Plan, new(110m), null).Levels;
        Assert.Equal(["102", "101", "100"], levels.Select(l => $"{l.Opens}"));
        Assert.Empty(GridOutlook.Of(above.Plan, new(150m), null).Levels);
    }

    [Fact]
    public void A_setting_out_of_its_range_is_named_alone() => Assert.StartsWith(
        "LevelsBelow = 0", Only(s_scene.With(s => s with { LevelsBelow = 0 })), StringComparison.Ordinal);

    [Fact]
    public void What_one_coin_earns_from_rung_to_rung_is_the_step_less_two_fees() =>
        Assert.Equal(new(0.799m), GridProfit.OfRung(s_scene.Plan, new(100m), new(101m)));

    private static GridScene Geometric(decimal share, Func<GridSettings, GridSettings> with) => s_scene.With(s => with(
        s with { Spacing = GridSpacing.Geometric, Step = null, StepShare = new(share) }));

    private static string Only(GridScene scene) => Assert.Single(Wrong(scene));

    private static IReadOnlyList<string> Wrong(GridScene scene)
    {
        var price = new Price(scene.Price);
        return [.. GridCheck.Of(scene.Plan, Laying.First(scene.Plan, price, null), price).Select(v => v.ToString())];
    }
}
