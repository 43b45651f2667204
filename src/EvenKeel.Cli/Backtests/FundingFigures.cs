using System.Globalization;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Backtests;

/// <summary>The figures of a funding backtest, as JSON has them. Costs are positive.</summary>
/// <param name="Synthetic">Whether the tape was made up from a seed.</param>
/// <param name="Data">Where the tape comes from.</param>
internal sealed record FundingFigures(
    bool Synthetic, string Data, IReadOnlyList<string> Pairs, Instant From, Instant To, string Seed, bool Hold,
    long Bars, long Settlements, int Entries, int Exits, decimal NotionalHours, Amount FundingReceived,
    Amount InterestPaid, Amount Fees,
    Amount Slippage, Amount BasisProfit, Amount EquityStart, Amount EquityEnd, Amount Profit, Amount IdentityError,
    Amount UnhedgedNotionalMax, decimal UnhedgedSecondsMax, IReadOnlyDictionary<string, decimal> StaleSeconds,
    int Orders,
    string OrderListHash, decimal? Sharpe, decimal DrawdownMax, IReadOnlyList<string> Alarms, decimal WallSeconds,
    decimal BarsPerSecond, decimal DecisionBarsPerSecond)
{
    /// <param name="wall">The whole replay, parsing included.</param>
    /// <param name="reading">The part of it that went into decompressing and parsing.</param>
    public static FundingFigures Of(
        BacktestReport report, BacktestPlan plan, string data, bool synthetic, TimeSpan wall, TimeSpan reading) => new(
        synthetic, data, [.. plan.Pairs.Select(p => p.Name)], plan.From, plan.To,
        plan.Seed.ToString(CultureInfo.InvariantCulture), plan.Hold, report.Bars, report.Settlements,
        report.Entries, report.Exits, report.NotionalHours, report.ProfitAndLoss.Funding, report.ProfitAndLoss.Interest,
        report.ProfitAndLoss.Fees, report.ProfitAndLoss.Slippage, report.ProfitAndLoss.Basis, report.EquityStart,
        report.EquityEnd, report.ProfitAndLoss.Profit, report.IdentityError, report.UnhedgedNotionalMax,
        (decimal)report.UnhedgedMax.TotalSeconds, StaleOf(report), report.Orders.Orders, report.Orders.Hash(),
        report.Equity.Sharpe() is { } sharpe ? Math.Round((decimal)sharpe, 4) : null,
        Math.Round(report.Equity.DrawdownMax, 8), report.Alarms, Math.Round((decimal)wall.TotalSeconds, 3),
        Figures.PerSecond(report.Bars, wall), Figures.PerSecond(report.Bars, wall - reading));

    private static SortedDictionary<string, decimal> StaleOf(BacktestReport report)
    {
        var stale = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var leg in report.Stale)
        {
            stale[$"{Figures.Word(leg.Market)}/{leg.Pair}"] = (decimal)leg.Stale.TotalSeconds;
        }

        return stale;
    }
}
