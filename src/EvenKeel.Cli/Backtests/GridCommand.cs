using System.CommandLine;
using System.Diagnostics;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Reports;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Backtests;

/// <summary><c>backtest grid</c>: replays one grid over recorded bars and settlements, or over a synthetic
/// tape.</summary>
internal static class GridCommand
{
    private static readonly TimeSpan s_syntheticInterval = TimeSpan.FromHours(8);

    public static Command Create()
    {
        var (options, grid) = (new BacktestOptions(), new GridOptions());
        var command = new Command("grid", "Replay a grid through the service's own machine.");
        foreach (var option in grid.All.Concat(options.All))
        {
            command.Add(option);
        }

        command.SetAction(parsed => Run(options, grid, parsed, new Terminal(parsed)));
        return command;
    }

    private static int Run(BacktestOptions options, GridOptions grid, ParseResult parsed, Terminal terminal)
    {
        var settings = options.SettingsOf(parsed, GridRunSettings.Table, GridRunSettings.Default);
        var venue = options.VenueOf(parsed, settings.Replay);
        var (pair, market) = grid.Of(parsed, venue);
        var (from, to) = options.SpanOf(parsed);
        var plan = new GridBacktestPlan(
            pair, market, from, to, parsed.GetValue(options.Seed), settings.Strategy, settings.Limits, venue,
            settings.Replay.Capital, settings.Replay.LatencyFactor, settings.Replay.SkipIdle,
            VenueFaults.None);
        options.Probe(parsed);

        var folder = parsed.GetValue(options.Made) ? null : Options.Folder(parsed, options.Data);
        var source = new TimedTape(folder is null
            ? new SyntheticTape(plan.Seed, from, to, s_syntheticInterval)
            : new FolderTape(folder));
        var ledger = new LedgerFile();
        var start = Stopwatch.GetTimestamp();
        using var tape = new MarketTape(source, [pair], from, to);
        Figures.RequireBars(tape, from, to, market);
        var backtest = new GridBacktest(plan, tape, ledger.Appended);
        var report = terminal.Watch(
            "Replaying", progress => backtest.Run(now => progress((now - from) / (to - from))));
        var figures = GridFigures.Of(
            report, plan, source.Label, folder is null, Stopwatch.GetElapsedTime(start), source.Reading);

        TextFile.Write("--orders", parsed.GetValue(options.Orders), report.Orders.Text);
        TextFile.Write("--ledger", parsed.GetValue(options.Ledger), ledger.Text);
        TextFile.Write(
            "--report", parsed.GetValue(options.Report),
            () => GridReportPage.Of(LabelOf(plan, figures, settings), report, GridTables.Rows(figures)));
        if (parsed.GetValue(options.Json))
        {
            terminal.Json(figures);
        }
        else
        {
            GridTables.Write(terminal.Out, figures);
        }

        return (int)ExitCode.Ok;
    }

    private static RunLabel LabelOf(GridBacktestPlan plan, GridFigures figures, GridRunSettings settings) => new(
        "Grid backtest", figures.Data, $"{plan.Pair} {plan.Market}", plan.From.ToString(), plan.To.ToString(),
        plan.Seed, figures.Synthetic,
        [
            .. GridRunSettings.Table.Settings.Select(s => (s.Name, s.Show(settings), s.Unit)),
            .. VenueAssumptions.Lines(plan.Venue, [plan.Pair]),
        ]);
}
