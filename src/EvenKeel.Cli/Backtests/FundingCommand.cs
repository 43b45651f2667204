using System.CommandLine;
using System.Diagnostics;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Reports;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Backtests;

/// <summary><c>backtest funding</c>: replays carries over recorded bars and settlements, or over a synthetic
/// tape.</summary>
internal static class FundingCommand
{
    private static readonly TimeSpan s_syntheticInterval = TimeSpan.FromHours(8);

    public static Command Create()
    {
        var options = new FundingOptions();
        var command = new Command("funding", "Replay funding carries through the service's own machines.");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed => Run(options, parsed, new Terminal(parsed)));
        return command;
    }

    private static int Run(FundingOptions options, ParseResult parsed, Terminal terminal)
    {
        var shared = options.Shared;
        var settings = shared.SettingsOf(parsed, RunSettings.Table, RunSettings.Default);
        var venue = shared.VenueOf(parsed, settings.Replay);
        var (from, to) = shared.SpanOf(parsed);
        var plan = new BacktestPlan(
            options.PairsOf(parsed, venue), from, to, parsed.GetValue(shared.Seed), parsed.GetValue(options.Hold),
            settings.Strategy, settings.Limits, venue, settings.Replay.Capital, settings.Replay.LatencyFactor,
            settings.Replay.SkipIdle, VenueFaults.None);
        shared.Probe(parsed);

        var folder = parsed.GetValue(shared.Made) ? null : Options.Folder(parsed, shared.Data);
        var source = new TimedTape(folder is null ? Synthetic(plan) : new FolderTape(folder));
        var ledger = new LedgerFile();
        var (report, wall) = Replay(plan, source, ledger, terminal);
        var figures = FundingFigures.Of(report, plan, source.Label, folder is null, wall, source.Reading);

        TextFile.Write("--orders", parsed.GetValue(shared.Orders), report.Orders.Text);
        TextFile.Write("--ledger", parsed.GetValue(shared.Ledger), ledger.Text);
        TextFile.Write(
            "--report", parsed.GetValue(shared.Report),
            () => ReportPage.Of(LabelOf(plan, figures, settings), report, FundingTables.Rows(figures)));
        if (parsed.GetValue(shared.Json))
        {
            terminal.Json(figures);
        }
        else
        {
            FundingTables.Write(terminal.Out, figures, report);
        }

        return (int)ExitCode.Ok;
    }

    private static SyntheticTape Synthetic(BacktestPlan plan) =>
        new(plan.Seed, plan.From, plan.To, s_syntheticInterval);

    private static (BacktestReport Report, TimeSpan Wall) Replay(
        BacktestPlan plan, ITapeSource source, LedgerFile ledger, Terminal terminal)
    {
        var start = Stopwatch.GetTimestamp();
        using var tape = new MarketTape(source, plan.Pairs, plan.From, plan.To);
        Figures.RequireBars(tape, plan.From, plan.To, Market.Spot, Market.Linear);
        var backtest = new Backtest(plan, tape, ledger.Appended);
        var report = terminal.Watch("Replaying", progress => backtest.Run(
            now => progress((now - plan.From) / (plan.To - plan.From))));
        return (report, Stopwatch.GetElapsedTime(start));
    }

    private static RunLabel LabelOf(BacktestPlan plan, FundingFigures figures, RunSettings settings) => new(
        "Funding backtest", figures.Data, string.Join(", ", figures.Pairs),
        plan.From.ToString(), plan.To.ToString(), plan.Seed, figures.Synthetic,
        [
            .. RunSettings.Table.Settings.Select(s => (s.Name, s.Show(settings), s.Unit)),
            .. VenueAssumptions.Lines(plan.Venue, plan.Pairs),
        ]);
}
