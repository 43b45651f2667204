using System.Globalization;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Backtests;

/// <summary>The figures of a grid's backtest, as JSON has them. Costs are positive.</summary>
/// <param name="Synthetic">Whether the tape was made up from a seed.</param>
/// <param name="Data">Where the tape comes from.</param>
/// <param name="Bars">Of both markets, which are replayed side by side.</param>
/// <param name="BarsWanted">How many of the market that is traded the span has.</param>
/// <param name="BarsMissing">How many of these were not recorded.</param>
/// <param name="HoleMax">The longest time without any; null: none is missing.</param>
/// <param name="StaleSeconds">How long the market that is traded had no price. [s]</param>
/// <param name="RequestsPerMinuteMax">As the venue's rate limits count them: each order of a batch is one.</param>
/// <param name="CallsPerMinuteMax">The same with a batch counted once.</param>
/// <param name="MatchedApr">By round trips alone, before fees, per year of the most that may be held. The
/// year is reckoned from the first bar of its market to the last. [1/year]</param>
/// <param name="ProfitApr">The whole profit, likewise. [1/year]</param>
internal sealed record GridFigures(
    bool Synthetic, string Data, string Pair, Market Market, Instant From, Instant To, string Seed, long Bars,
    long BarsWanted, long BarsMissing, Hole? HoleMax, IReadOnlyDictionary<string, decimal> StaleSeconds,
    long RoundTrips, int RoundTripsLastDay, Amount MatchedProfit, Amount Unrealised, Amount Fees, Amount Funding,
    Amount Interest, Amount Profit, Rate MatchedApr, Rate ProfitApr, Amount EquityStart, Amount EquityEnd,
    Amount IdentityError, Amount IdentityErrorMax, int IdentityChecks, int LiveOrdersMax, Amount InventoryMax,
    int RequestsPerMinuteMax, int CallsPerMinuteMax, int Generations, int Orders, string OrderListHash, decimal? Sharpe,
    decimal DrawdownMax, string State, IReadOnlyList<string> Alarms, decimal WallSeconds, decimal BarsPerSecond,
    decimal DecisionBarsPerSecond)
{
    /// <param name="wall">The whole replay, parsing included.</param>
    /// <param name="reading">The part of it that went into decompressing and parsing.</param>
    public static GridFigures Of(
        GridBacktestReport report, GridBacktestPlan plan, string data, bool synthetic, TimeSpan wall,
        TimeSpan reading)
    {
        var (profit, state) = (report.Profit, report.Row.State);
        var capital = plan.GridPlan(plan.Venue.InstrumentOf(plan.Market, plan.Pair, plan.From)!).InventoryMax;
        var span = report.Traded.Span;
        return new(
            synthetic, data, plan.Pair.Name, plan.Market, plan.From, plan.To,
            plan.Seed.ToString(CultureInfo.InvariantCulture), report.Bars,
            report.Traded.Wanted, report.Traded.Missing, report.Traded.HoleMax, StaleOf(plan, report.Traded),
            report.Totals.Trips, report.RoundTripsLastDay, profit.Matched, profit.Unrealised,
            profit.Fees, profit.Funding, profit.Interest,
            profit.Profit, GridTotals.PerYear(profit.Matched, capital, span),
            GridTotals.PerYear(profit.Profit, capital, span), report.EquityStart, report.EquityEnd,
            report.IdentityError, report.IdentityErrorMax, report.IdentityChecks, report.LiveOrdersMax,
            report.InventoryMax, report.RequestsPerMinuteMax, report.CallsPerMinuteMax, state.Ladder?.Generation ?? 0,
            report.Orders.Orders, report.Orders.Hash(),
            report.Equity.Sharpe() is { } sharpe ? Math.Round((decimal)sharpe, 4) : null,
            Math.Round(report.Equity.DrawdownMax, 8), Worded(state.Phase), report.Alarms,
            Math.Round((decimal)wall.TotalSeconds, 3), Figures.PerSecond(report.Bars, wall),
            Figures.PerSecond(report.Bars, wall - reading));
    }

    private static Dictionary<string, decimal> StaleOf(GridBacktestPlan plan, BarCoverage traded) =>
        new(StringComparer.Ordinal)
        {
            [$"{Figures.Word(plan.Market)}/{plan.Pair}"] =
                traded.Missing * (decimal)BacktestPlan.Bar.TotalSeconds,
        };

    private static string Worded(GridPhase phase) => phase switch
    {
        GridPhase.Waiting w => $"waiting: {w.Because}",
        GridPhase.Running => "running",
        GridPhase.Leaving l => $"leaving: {l.Because}",
        GridPhase.Stopped s => $"stopped: {s.Because}",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "no such phase"),
    };
}
