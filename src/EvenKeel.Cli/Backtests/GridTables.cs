using System.Globalization;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Replay;
using Spectre.Console;
using static EvenKeel.Cli.Backtests.Figures;

namespace EvenKeel.Cli.Backtests;

/// <summary>The figures of a grid's backtest for people.</summary>
internal static class GridTables
{
    public static void Write(IAnsiConsole console, GridFigures figures) =>
        Figures.Write(console, figures.Synthetic, Rows(figures), more: null, figures.Alarms);

    /// <summary>Names and values as the report and the table show them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Rows(GridFigures f) =>
    [
        ("data", f.Data),
        ("grid", $"{f.Pair} {f.Market}, {f.State}"),
        ("bars, of both markets", $"{f.Bars}"),
        .. f.StaleSeconds.Select(s => ($"stale {s.Key} [s]", CliJson.Decimal(s.Value))),
        .. f.HoleMax is { } hole ? Missing(f, hole) : [],
        ("round trips, in the last day", $"{f.RoundTrips}, {f.RoundTripsLastDay}"),
        ("matched profit [USDT]", Money(f.MatchedProfit.Value)),
        ("unrealised [USDT]", Money(f.Unrealised.Value)),
        ("fees [USDT]", Money(f.Fees.Value)),
        ("funding [USDT]", Money(f.Funding.Value)),
        ("profit [USDT]", Money(f.Profit.Value)),
        ("a year on the most that may be held, matched and in all", $"{Share(f.MatchedApr)}, {Share(f.ProfitApr)}"),
        ("equity, start to end [USDT]", $"{Money(f.EquityStart.Value)} to {Money(f.EquityEnd.Value)}"),
        ("identity error, at the end and of all hours [USDT]",
            $"{CliJson.Decimal(f.IdentityError.Value)}, {CliJson.Decimal(f.IdentityErrorMax.Value)}"),
        ("live orders at most", $"{f.LiveOrdersMax}"),
        ("held at most [USDT]", Money(f.InventoryMax.Value)),
        ("requests in a minute at most, with a batch counted once", $"{f.RequestsPerMinuteMax}, {f.CallsPerMinuteMax}"),
        ("ladders, orders", $"{f.Generations}, {f.Orders}"),
        ("Sharpe", f.Sharpe is { } sharpe ? CliJson.Decimal(sharpe) : "unknown"),
        ("drawdown at most", CliJson.Decimal(f.DrawdownMax)),
        ("order list (SHA-256)", f.OrderListHash),
        ("bars per second", CliJson.Decimal(f.BarsPerSecond)),
        ("bars per second, decisions alone", CliJson.Decimal(f.DecisionBarsPerSecond)),
    ];

    private static IEnumerable<(string Name, string Value)> Missing(GridFigures f, Hole hole) =>
    [
        ("bars missing", $"{f.BarsMissing} of {f.BarsWanted}, the longest hole from {hole.From} to {hole.To}"),
    ];

    private static string Share(Markets.Rate rate) => rate.Value.ToString("0.00 %", CultureInfo.InvariantCulture);
}
