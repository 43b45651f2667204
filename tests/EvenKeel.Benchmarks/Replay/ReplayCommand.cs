using System.CommandLine;
using System.Globalization;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Benchmarks.Replay;

/// <summary><c>replay</c>: a whole backtest of recorded data, over and over, against a loop that only parses and sums
/// the same files.</summary>
internal static class ReplayCommand
{
    private static readonly Option<int> s_runs = new("--runs")
    {
        Description = "Measured runs of each; one before them, which also compiles, is shown apart.",
        DefaultValueFactory = _ => 15,
        HelpName = "N",
    };

    public static int Run(string[] args)
    {
        var options = new FundingOptions();
        var command = new Command("replay", "Measure a whole backtest against parsing alone.")
        {
            options.Shared.Data, options.Pairs, options.Shared.From, options.Shared.To, options.Hold,
            options.Shared.Config, options.Shared.Set, options.Shared.Venue, options.Shared.Seed, s_runs,
        };
        command.SetAction(parsed => Measure(options, parsed));
        return Cli.Shell.CommandLine.Run(new("Benchmarks of EvenKeel.") { command }, args, Console.Out, Console.Error);
    }

    private static void Measure(FundingOptions options, ParseResult parsed)
    {
        var folder = Options.Folder(parsed, options.Shared.Data)
            ?? throw new CliError("--data must name a folder of recorded bars");
        var runs = parsed.GetValue(s_runs);
        if (runs < 1)
        {
            throw new CliError($"--runs {runs} must be at least 1");
        }

        var shared = options.Shared;
        var settings = shared.SettingsOf(parsed, RunSettings.Table, RunSettings.Default);
        var venue = shared.VenueOf(parsed, settings.Replay);
        var (from, to) = shared.SpanOf(parsed);
        var plan = new BacktestPlan(
            options.PairsOf(parsed, venue), from, to, parsed.GetValue(shared.Seed), parsed.GetValue(options.Hold),
            settings.Strategy, settings.Limits, venue, settings.Replay.Capital, settings.Replay.LatencyFactor,
            settings.Replay.SkipIdle, VenueFaults.None);
        var tape = new FolderTape(folder);

        Write("parse and sum", Series(runs, () => ParsingRun.Of(tape, plan)));
        var replays = Series(runs, () => ReplayRun.Of(tape, plan));
        Write("backtest", replays);
        Console.WriteLine($"orderListHash {replays[0].OrderListHash}");
    }

    private static Measured[] Series(int runs, Func<Measured> run)
    {
        var all = new Measured[runs + 1];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = run();
        }

        return all;
    }

    private static void Write(string name, Measured[] all)
    {
        var measured = all[1..];
        Console.WriteLine(Line($"{name}: {all[0].Bars} bars", "first", "min", "median", "max"));
        Row("bars/s", m => m.BarsPerSecond);
        Row("decision bars/s (without reading the files)", m => m.DecisionBarsPerSecond);
        Row("bytes allocated per bar", m => m.BytesPerBar);
        Console.WriteLine();

        void Row(string what, Func<Measured, double> value)
        {
            var sorted = measured.Select(value).Order().ToList();
            if (sorted[^1] > 0)
            {
                Console.WriteLine(Line(
                    what, Text(value(all[0])), Text(sorted[0]), Text(sorted[sorted.Count / 2]), Text(sorted[^1])));
            }
        }
    }

    private static string Line(string what, string first, string min, string median, string max) =>
        $"{what,-46}{first,12}{min,12}{median,12}{max,12}";

    private static string Text(double value) =>
        value.ToString(value < 1000 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
