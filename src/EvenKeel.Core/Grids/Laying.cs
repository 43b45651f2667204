using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>When a ladder is laid, and how its rungs are spaced.</summary>
public static class Laying
{
    /// <summary>The first ladder, around a price.</summary>
    /// <param name="range">Average true range; null is unknown: then the plain step is taken.</param>
    public static Ladder First(GridPlan plan, Price price, Price? range) =>
        Lay(plan, 1, price, range, plan.Settings.RangeLower, plan.Settings.RangeUpper);

    /// <summary>The ladder that takes the place of the present one; null: the present one stays.</summary>
    public static Ladder? Next(GridPlan plan, Ladder present, Price price, Price? range)
    {
        var centre = present.NearestTo(price);
        // The farthest rung of a window, its exit, and one to spare.
        var reach = Math.Max(plan.Settings.LevelsBelow, plan.Settings.LevelsAbove) + 2;
        if (Math.Abs(centre) > Ladder.IndexMax - reach)
        {
            return Lay(plan, present.Generation + 1, price, range, present.Lower, present.Upper);
        }

        if (present.IsLeftBy(price) && plan.Settings.OutOfRange == OutOfRange.Trail)
        {
            var half = new Price((present.Upper!.Value - present.Lower!.Value).Value / 2m);
            var lower = plan.On.RoundDown(price - half);
            var upper = plan.On.RoundDown(price + half);
            // A range that would reach below zero stays where it is.
            return lower.Value <= 0m ? null : Lay(plan, present.Generation + 1, price, range, lower, upper);
        }

        return plan.Settings.Spacing == GridSpacing.Adaptive && Leaves(plan, present, range)
            ? Lay(plan, present.Generation + 1, price, range, present.Lower, present.Upper)
            : null;
    }

    /// <summary>The distance of two rungs at a price, up to the tick. 0.5 % at 64 010, tick 0.1 → 320.1; with an
    /// average true range of 400 and scale 1, adaptive → 400. [quote/base]</summary>
    public static Price StepAt(GridPlan plan, Price price, Price? range)
    {
        var settings = plan.Settings;
        var step = settings.Step ?? price * settings.StepShare.Value;
        if (settings.Spacing == GridSpacing.Adaptive && range is { } moves)
        {
            step = Price.Max(step, moves * settings.RangeScale);
        }

        return plan.On.RoundUp(step);
    }

    private static bool Leaves(GridPlan plan, Ladder present, Price? range)
    {
        if (range is null)
        {
            // After a start the range is unknown for some bars: that is no reason to leave a ladder that stands.
            return false;
        }

        var wanted = StepAt(plan, present.Anchor, range);
        return Math.Abs((wanted.Value / present.Step.Value) - 1m) > plan.Settings.Regrid.Value;
    }

    private static Ladder Lay(GridPlan plan, int generation, Price price, Price? range, Price? lower, Price? upper)
    {
        var anchor = Price.Max(plan.On.RoundDown(lower ?? price), plan.On.Tick);
        var ratio = plan.Settings.Spacing == GridSpacing.Geometric ? 1m + plan.Settings.StepShare.Value : 0m;
        return new(generation, anchor, StepAt(plan, anchor, range), ratio, lower, upper);
    }
}
