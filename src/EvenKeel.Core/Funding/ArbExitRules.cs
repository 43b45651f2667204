using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using static EvenKeel.Funding.ArbWords;

namespace EvenKeel.Funding;

/// <summary>Why all of a carry is given up.</summary>
internal readonly record struct ExitReason(Urgency Urgency, string Because);

/// <summary>When a carry is left. What is stale still counts, what is missing never does.</summary>
internal static class ArbExitRules
{
    /// <summary>Null: no reason to leave.</summary>
    public static ExitReason? Check(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction) =>
        Emergency(plan, book, view, reading) ?? Venue(view) ?? Urgent(plan, reading, direction)
        ?? Toxic(plan, view, direction) ?? Unpaid(plan, book, view, reading, direction);

    /// <summary>What cannot be judged, for a person to know; null: all can.</summary>
    public static string? Blindness(MarketView view, in ArbReading reading, CarryDirection direction) =>
        view.Market.Interval is null ? "funding interval unknown"
            : reading.Mean is null ? "mean rate unknown"
            : reading.Health is null ? "account health unknown"
            : view.Market.Mark is null ? "mark unknown"
            : direction == CarryDirection.Negative && view.Market.Borrow is null ? "borrow terms unknown"
            : null;

    /// <summary>|mark − liquidation| ÷ mark; null: the venue states no liquidation price, or there is no mark.
    /// [1]</summary>
    public static Rate? Distance(MarketView view) =>
        view.Market.Mark is { } mark && view.Account?.LiquidationPrice is { Value: > 0m } liquidation
            ? new Rate(Math.Abs(mark.Value.Value - liquidation.Value) / mark.Value.Value)
            : null;

    private static ExitReason? Emergency(ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading)
    {
        var settings = plan.Settings;
        if (view.Mode.Flatten)
        {
            return new(Urgency.Emergency, "flatten was asked for");
        }

        if (!book.Perp.IsZero && Distance(view) is { } distance && distance < settings.LiquidationDistance)
        {
            return new(
                Urgency.Emergency,
                $"liquidation at {view.Account!.LiquidationPrice} is {Percent(distance)} away, "
                + $"LiquidationDistance {Percent(settings.LiquidationDistance)}");
        }

        return reading.Health is { } health && health < settings.HealthExit
            ? new(Urgency.Emergency, $"account health {Share(health)}, HealthExit {Share(settings.HealthExit)}")
            : null;
    }

    private static ExitReason? Venue(MarketView view) => view.Market.DelistedFrom is { } end
        ? new(Urgency.Normal, $"delisted from {end}")
        : null;

    /// <summary>Two readings in a row: what is coming and what was settled; in replay, the last two settled.</summary>
    private static ExitReason? Urgent(ArbPlan plan, in ArbReading reading, CarryDirection direction)
    {
        var earlier = plan.Settings.PredictedSource == PredictedSource.Settled ? reading.Before : reading.Last;
        if (reading.Predicted is not { } coming || earlier is not { } settled)
        {
            return null;
        }

        var limit = -plan.Settings.UrgentApr;
        return coming * direction.Sign() < limit && settled * direction.Sign() < limit
            ? new(
                Urgency.Normal,
                $"{direction.Name()} at {Percent(coming)} a year after {Percent(settled)}, "
                + $"UrgentApr {Percent(plan.Settings.UrgentApr)}")
            : null;
    }

    private static ExitReason? Toxic(ArbPlan plan, MarketView view, CarryDirection direction)
    {
        var windows = direction == CarryDirection.Positive ? view.Basis.ToxicPositive : view.Basis.ToxicNegative;
        return windows >= plan.Settings.ToxicWindows
            ? new(
                Urgency.Normal,
                $"toxic basis for {direction.Name()}: median {Points(view.Basis.Median)}, {windows} windows in a row")
            : null;
    }

    private static ExitReason? Unpaid(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction)
    {
        if (reading.Mean is not { } mean)
        {
            return null;
        }

        // Interest can only make it worse: what is already too little without it is too little.
        var interest = ArbInterest.ToHold(plan, view, direction, book.Sized.For) ?? Rate.Zero;
        var carry = FundingMath.Carry(direction, mean, interest);
        return carry < plan.Settings.ExitApr
            ? new(
                Urgency.Normal,
                $"{direction.Name()} pays {Percent(carry)} a year (mean {Percent(mean)}, "
                + $"interest {Percent(interest)}), ExitApr {Percent(plan.Settings.ExitApr)}")
            : null;
    }
}
