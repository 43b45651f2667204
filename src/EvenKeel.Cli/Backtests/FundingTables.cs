using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Replay;
using Spectre.Console;
using static EvenKeel.Cli.Backtests.Figures;

namespace EvenKeel.Cli.Backtests;

/// <summary>The figures of a funding backtest for people.</summary>
internal static class FundingTables
{
    public static void Write(IAnsiConsole console, FundingFigures figures, BacktestReport report) => Figures.Write(
        console, figures.Synthetic, Rows(figures), report.Episodes.Count > 0 ? Episodes(report) : null, report.Alarms);

    /// <summary>Names and values as the report and the table show them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Rows(FundingFigures f) =>
    [
        ("data", f.Data),
        ("bars, settlements", $"{f.Bars}, {f.Settlements}"),
        ("entries, exits, orders", $"{f.Entries}, {f.Exits}, {f.Orders}"),
        ("notional held [USDT·h]", Money(f.NotionalHours)),
        ("funding received [USDT]", Money(f.FundingReceived.Value)),
        ("basis profit [USDT]", Money(f.BasisProfit.Value)),
        ("fees [USDT]", Money(f.Fees.Value)),
        ("slippage [USDT]", Money(f.Slippage.Value)),
        ("interest paid [USDT]", Money(f.InterestPaid.Value)),
        ("profit [USDT]", Money(f.Profit.Value)),
        ("equity, start to end [USDT]", $"{Money(f.EquityStart.Value)} to {Money(f.EquityEnd.Value)}"),
        ("identity error [USDT]", CliJson.Decimal(f.IdentityError.Value)),
        ("unhedged at most [USDT]", Money(f.UnhedgedNotionalMax.Value)),
        ("unhedged at most [s]", CliJson.Decimal(f.UnhedgedSecondsMax)),
        .. f.StaleSeconds.Select(s => ($"stale {s.Key} [s]", CliJson.Decimal(s.Value))),
        ("Sharpe", f.Sharpe is { } sharpe ? CliJson.Decimal(sharpe) : "unknown"),
        ("drawdown at most", CliJson.Decimal(f.DrawdownMax)),
        ("order list (SHA-256)", f.OrderListHash),
        ("bars per second", CliJson.Decimal(f.BarsPerSecond)),
        ("bars per second, decisions alone", CliJson.Decimal(f.DecisionBarsPerSecond)),
    ];

    private static Table Episodes(BacktestReport report)
    {
        var table = new Table().Title("Entries and exits");
        foreach (var column in new[] { "pair", "carry", "opened", "closed", "size", "funding", "fees", "why" })
        {
            table.AddColumn(column);
        }

        foreach (var e in report.Episodes)
        {
            table.AddRow(
                e.Pair.Name, e.Direction.ToString(), e.Opened.ToString(), e.Closed?.ToString() ?? "open",
                CliJson.Decimal(e.Size.Value), Money(e.Funding.Value), Money(e.Fees.Value),
                Markup.Escape(e.Left is null ? e.Entered : $"{e.Entered}; left: {e.Left}"));
        }

        return table;
    }
}
