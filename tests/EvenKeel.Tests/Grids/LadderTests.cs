using System.Globalization;
using EvenKeel.Grids;

namespace EvenKeel.Tests.Grids;

/// <summary>Where rungs stand, and when a new ladder is laid.</summary>
public sealed class LadderTests
{
    private static readonly GridScene s_scene = new();
    private static readonly Ladder s_arithmetic = new(1, new(100m), new(5m));
    private static readonly Ladder s_geometric = new(1, new(100m), new(5m), 1.1m);

    [Theory]
    [InlineData(-2, "90")]
    [InlineData(0, "100")]
    [InlineData(3, "115")]
    public void Arithmetic_rungs_are_a_step_apart(int index, string price) =>
        Assert.Equal(price, $"{s_arithmetic.At(index)}");

    [Theory]
    [InlineData(0, "100")]
    [InlineData(1, "110")]
    [InlineData(2, "121")]
    [InlineData(3, "133.1")]
    public void Geometric_rungs_are_a_share_apart(int index, string price) =>
        Assert.Equal(price, $"{s_geometric.At(index)}");

    [Fact]
    public void Up_and_down_again_a_geometric_ladder_comes_back_to_the_same_rung() =>
        Assert.Equal(100m, Math.Round(s_geometric.At(-7).Value * (s_geometric.At(7).Value / 100m), 20));

    [Theory]
    [InlineData("107.4", 1)]
    [InlineData("107.5", 2)]
    [InlineData("92.5", -1)]
    [InlineData("92.4", -2)]
    public void The_nearest_rung_is_the_upper_one_at_half_way(string price, int index) =>
        Assert.Equal(index, s_arithmetic.NearestTo(new(decimal.Parse(price, CultureInfo.InvariantCulture))));

    [Fact]
    public void The_nearest_geometric_rung_is_decided_in_decimals()
    {
        Assert.Equal(1, s_geometric.NearestTo(new(105m)));
        Assert.Equal(0, s_geometric.NearestTo(new(104.999999999m)));
        for (var index = -40; index <= 40; index++)
        {
            Assert.Equal(index, s_geometric.NearestTo(s_geometric.At(index)));
        }
    }

    [Fact]
    public void Steps_come_from_the_price_where_none_is_given()
    {
        var plan = s_scene.With(s => s with { Step = null, StepShare = new(0.005m) }).Plan;
        // 0.5 % of 64 010 is 320.05, and stands on the tick of 0.01.
        Assert.Equal(new(320.05m), Laying.StepAt(plan, new(64_010m), null));
        Assert.Equal(new(0.01m), Laying.StepAt(plan, new(0.5m), null));
    }

    [Fact]
    public void An_adaptive_step_is_the_range_where_that_is_more()
    {
        var plan = s_scene.With(s => s with { Spacing = GridSpacing.Adaptive, RangeScale = 0.5m }).Plan;
        Assert.Equal(new(1m), Laying.StepAt(plan, new(100m), null));
        Assert.Equal(new(1m), Laying.StepAt(plan, new(100m), new(1.5m)));
        Assert.Equal(new(1.5m), Laying.StepAt(plan, new(100m), new(3m)));
    }

    [Theory]
    [InlineData("2.4", false)]
    [InlineData("2.5", true)]
    [InlineData("1.7", false)]
    [InlineData("1.5", true)]
    public void A_new_ladder_is_laid_when_the_step_wanted_leaves_the_present_one_by_a_fifth(string range, bool laid)
    {
        var plan = s_scene.With(s => s with { Spacing = GridSpacing.Adaptive }).Plan;
        var present = new Ladder(3, new(100m), new(2m));
        var next = Laying.Next(plan, present, new(101m), new(decimal.Parse(range, CultureInfo.InvariantCulture)));
        Assert.Equal(laid ? 4 : null, next?.Generation);
    }

    [Fact]
    public void The_same_range_never_lays_a_second_ladder()
    {
        var plan = s_scene.With(s => s with { Spacing = GridSpacing.Adaptive, Step = null }).Plan;
        var first = Laying.First(plan, new(100m), new(3m));
        foreach (var price in (decimal[])[80m, 100m, 130m, 500m])
        {
            Assert.Null(Laying.Next(plan, first, new(price), new(3m)));
        }
    }

    [Fact]
    public void A_range_that_is_unknown_again_after_a_start_leaves_the_ladder_as_it_stands()
    {
        var plan = s_scene.With(s => s with { Spacing = GridSpacing.Adaptive, Step = null }).Plan;
        var first = Laying.First(plan, new(100m), new(3m));
        Assert.Equal(new(3m), first.Step);
        Assert.Null(Laying.Next(plan, first, new(100m), null));
    }

    [Fact]
    public void A_range_that_was_left_trails_with_its_width()
    {
        var plan = s_scene.With(s => s with
        {
            RangeLower = new(90m),
            RangeUpper = new(110m),
            OutOfRange = OutOfRange.Trail,
        }).Plan;
        var first = Laying.First(plan, new(100m), null);
        Assert.Equal((new(90m), new(90m), new(110m)), (first.Anchor, first.Lower!.Value, first.Upper!.Value));
        Assert.Null(Laying.Next(plan, first, new(110.9m), null));
        var next = Laying.Next(plan, first, new(111.5m), null)!;
        Assert.Equal((2, new(101.5m), new(121.5m)), (next.Generation, next.Lower!.Value, next.Upper!.Value));
    }

    [Fact]
    public void A_price_that_runs_off_the_numbers_gets_a_new_ladder()
    {
        var plan = s_scene.Plan;
        var first = Laying.First(plan, new(100m), null);
        Assert.Null(Laying.Next(plan, first, new(100m + Ladder.IndexMax - 5), null));
        var next = Laying.Next(plan, first, new(100m + Ladder.IndexMax), null)!;
        Assert.Equal((2, 0), (next.Generation, next.NearestTo(new(100m + Ladder.IndexMax))));
    }
}
