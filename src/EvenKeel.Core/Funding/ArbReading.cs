using System.Collections.Immutable;
using System.Globalization;
using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>The figures that the carry's rules weigh, worked out once per look. What is null is unknown.</summary>
/// <param name="Mean">Mean rate over the window. [1/year]</param>
/// <param name="Predicted">Rate of the coming settlement. [1/year]</param>
/// <param name="Last">The last settled rate. [1/year]</param>
/// <param name="Before">The one settled before it. [1/year]</param>
/// <param name="Health">Of the account. [0, 1]</param>
/// <param name="Price">Half-way on spot, else on the perpetual, else the mark. [quote/base]</param>
internal readonly record struct ArbReading(
    Rate? Mean, Rate? Predicted, Rate? Last, Rate? Before, Rate? Health, Price? Price,
    ImmutableArray<Markets.Settlement> Settled)
{
    public static ArbReading Of(ArbPlan plan, MarketView view)
    {
        var (settings, market) = (plan.Settings, view.Market);
        var settled = FundingMath.Sorted(market.Settled);
        var last = FundingMath.Settled(settled, market.Interval, view.Now, 0);
        var predicted = settings.PredictedSource == PredictedSource.Settled ? last
            : market.Predicted is { } stated ? FundingMath.Apr(stated.Value, market.Interval)
            : null;
        return new(
            FundingMath.MeanPerYear(settled, market.Interval, settings.Window, view.Now, settings.WindowCoverage.Value),
            predicted, last, FundingMath.Settled(settled, market.Interval, view.Now, 1),
            view.Account is { } account ? MarginModel.Health(account.AdjustedEquity, account.MaintenanceMargin) : null,
            market.Spot?.Mid ?? market.Perp?.Mid ?? market.Mark?.Value, settled);
    }

    /// <summary>The lesser of mean and predicted rate in a direction; null if either is unknown. [1/year]</summary>
    public Rate? Lesser(CarryDirection direction) => Mean is { } mean && Predicted is { } predicted
        ? Rate.Min(mean * direction.Sign(), predicted * direction.Sign())
        : null;

    /// <summary>The next time at which what is known now says something else: a settlement leaves the window, or the
    /// next one is due.</summary>
    public Instant ChangesAt(ArbPlan plan, MarketView view)
    {
        var next = view.Market.NextSettlement is { } due && due > view.Now ? due : view.Now + TimeSpan.FromMinutes(1);
        foreach (var settlement in Settled)
        {
            if (settlement.At > view.Now)
            {
                return Instant.Earlier(next, settlement.At);
            }

            if (settlement.At > view.Now - plan.Settings.Window)
            {
                next = Instant.Earlier(next, settlement.At + plan.Settings.Window);
            }
        }

        return next;
    }
}

/// <summary>Figures as a person reads them.</summary>
internal static class ArbWords
{
    /// <summary>0.1234 → 12.34 %.</summary>
    public static string Percent(Rate? rate) => rate is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Value * 100m:0.##} %")
        : "unknown";

    /// <summary>0.0012 → 12 bp.</summary>
    public static string Points(Rate? rate) => rate is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Value * 10_000m:0.##} bp")
        : "unknown";

    /// <summary>0.81234 → 0.812.</summary>
    public static string Share(Rate? rate) => rate is { } known
        ? known.Value.ToString("0.###", CultureInfo.InvariantCulture)
        : "unknown";

    public static string Name(this CarryDirection direction) =>
        direction == CarryDirection.Positive ? "positive carry" : "negative carry";
}
