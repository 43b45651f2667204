using System.Collections.Immutable;
using System.Globalization;
using EvenKeel.Markets;
using EvenKeel.Settings;

namespace EvenKeel.Grids;

/// <summary>What is wrong with a plan at a price, before its first order: each with the number that would
/// work.</summary>
public static class GridCheck
{
    /// <summary>All that is wrong; empty: the plan can be traded. A setting out of its range is told alone: the other
    /// checks reckon with it.</summary>
    public static ImmutableArray<SettingViolation> Of(GridPlan plan, Ladder ladder, Price price)
    {
        var wrong = ImmutableArray.CreateBuilder<SettingViolation>();
        wrong.AddRange(plan.Settings.Validate());
        if (wrong.Count > 0)
        {
            return wrong.ToImmutable();
        }

        if (plan is { Market: Market.Spot, Settings.Mode: not GridMode.Long })
        {
            wrong.Add(new(
                "Mode", $"{plan.Settings.Mode} on spot", "must be Long: a short position needs the linear market"));
        }

        Limits(plan, wrong);
        Spacing(plan, ladder, price, wrong);
        Sizes(plan, ladder, price, wrong);
        return wrong.ToImmutable();
    }

    private static void Limits(GridPlan plan, ImmutableArray<SettingViolation>.Builder wrong)
    {
        var (settings, limits) = (plan.Settings, plan.Limits);
        var orders = settings.LevelsBelow + settings.LevelsAbove;
        if (orders > limits.OpenOrdersMax)
        {
            wrong.Add(new(
                "LevelsAbove", $"{settings.LevelsBelow} + {settings.LevelsAbove} orders",
                $"must be at most OpenOrdersMax together: {limits.OpenOrdersMax}"));
        }

        if (settings.QuotePerLevel > limits.OrderNotionalMax)
        {
            wrong.Add(new(
                "QuotePerLevel", $"{settings.QuotePerLevel}",
                $"must be at most OrderNotionalMax {limits.OrderNotionalMax}"));
        }

        if (plan.InventoryMax > limits.PositionNotionalMax)
        {
            wrong.Add(new(
                "InventoryMax", $"{plan.InventoryMax}",
                $"must be at most PositionNotionalMax {limits.PositionNotionalMax}"));
        }
    }

    private static void Spacing(
        GridPlan plan, Ladder ladder, Price price, ImmutableArray<SettingViolation>.Builder wrong)
    {
        // Where a step is the same everywhere it is the least share of the price on the highest rung that opens.
        var top = ladder.Upper is { } upper ? upper - ladder.SpacingAt(upper) : price;
        var spacing = ladder.SpacingAt(top);
        if (ladder is { Lower: { } lower, Upper: { } above } && (above - lower).Value < ladder.SpacingAt(lower).Value)
        {
            var least = plan.On.RoundUp(lower + ladder.SpacingAt(lower));
            wrong.Add(new("RangeUpper", $"{above}", $"must be at least a step above RangeLower: {least}"));
        }

        if (!GridProfit.Earns(plan, ladder, top))
        {
            var least = GridProfit.LeastStep(plan, top);
            var share = Math.Ceiling(least.Value / top.Value * 1_000_000m) / 1_000_000m;
            wrong.Add(new(
                plan.Settings.Step is null || ladder.IsGeometric ? "StepShare" : "Step",
                $"{Digits.Of(Math.Round(spacing.Value / top.Value, 8))} of the price ({spacing} at {top})",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"must be at least {Digits.Of(share)} of the price ({least}): two fees and MinProfit")));
        }
    }

    private static void Sizes(GridPlan plan, Ladder ladder, Price price, ImmutableArray<SettingViolation>.Builder wrong)
    {
        var centre = ladder.NearestTo(price);
        var from = ladder.Lower is { } lower ? ladder.NearestTo(lower) : centre - plan.Settings.LevelsBelow;
        var to = ladder.Upper is { } upper ? ladder.NearestTo(upper) : centre + plan.Settings.LevelsAbove;
        if (Math.Max(-from, to) is var farthest && farthest > ladder.Reach)
        {
            var field = farthest == to ? "LevelsAbove" : "LevelsBelow";
            wrong.Add(new(field, $"{farthest} rungs from {ladder.Anchor}", $"must be at most {ladder.Reach}"));
            return;
        }

        if (plan.RungOf(ladder, from).Value <= 0m)
        {
            wrong.Add(new("LevelsBelow", $"{plan.Settings.LevelsBelow}", "must leave every rung above zero"));
            return;
        }

        // The least that trades goes by lots, so what it is worth does not grow evenly with the rung.
        var (most, at) = (Amount.Zero, price);
        for (var index = from; index <= to; index++)
        {
            var rung = plan.RungOf(ladder, index);
            var worth = rung * plan.On.TradableResidue(rung);
            (most, at) = worth > most ? (worth, rung) : (most, at);
        }

        if (plan.Settings.QuotePerLevel < most)
        {
            wrong.Add(new(
                "QuotePerLevel", $"{plan.Settings.QuotePerLevel} is {plan.SizeAt(at, null)} {plan.On.Base} at {at}",
                $"must be at least {most}: {plan.On.TradableResidue(at)} {plan.On.Base} is the least that trades"));
        }
    }
}
