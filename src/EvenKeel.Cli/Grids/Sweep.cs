using System.CommandLine;
using System.Runtime.ExceptionServices;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Grids;

/// <summary>Runs a sweep: each combination twice, over the time before a moment and the time after it.</summary>
internal sealed class Sweep
{
    private readonly BacktestOptions _options;
    private readonly ParseResult _parsed;
    private readonly GridBacktestPlan _plan;
    private readonly GridRunSettings _settings;
    private readonly Markets.Instant _split;
    private readonly int _threads;

    public Sweep(BacktestOptions options, GridOptions grid, ParseResult parsed, decimal share, int threads)
    {
        if (share is < 0.1m or > 0.9m)
        {
            throw new CliError($"--in-sample {share} must be a share from 0.1 to 0.9");
        }

        if (threads < 1)
        {
            throw new CliError($"--threads {threads} must be at least 1");
        }

        (_options, _parsed, _threads) = (options, parsed, threads);
        _settings = options.SettingsOf(parsed, GridRunSettings.Table, GridRunSettings.Default);
        var venue = options.VenueOf(parsed, _settings.Replay);
        var (pair, market) = grid.Of(parsed, venue);
        var (from, to) = options.SpanOf(parsed);
        _split = (from + ((to - from) * (double)share)).Floor(TimeSpan.FromDays(1));
        _plan = new(
            pair, market, from, to, parsed.GetValue(options.Seed), _settings.Strategy, _settings.Limits, venue,
            _settings.Replay.Capital, _settings.Replay.LatencyFactor, _settings.Replay.SkipIdle, VenueFaults.None);
    }

    /// <summary>All combinations, best in sample first, those that are refused last.</summary>
    public IReadOnlyList<SweepLine> Run(IEnumerable<string> varied, Terminal terminal)
    {
        var combinations = Variation.All(_settings, varied);
        var lines = new SweepLine[combinations.Count];
        terminal.Watch("Sweeping", progress =>
        {
            var done = 0;
            try
            {
                Parallel.For(0, lines.Length, new() { MaxDegreeOfParallelism = _threads }, i =>
                {
                    lines[i] = Line(combinations[i]);
                    progress((double)Interlocked.Increment(ref done) / lines.Length);
                });
            }
            catch (AggregateException several)
            {
                // Whatever is wrong with the tape is wrong in every run of it.
                ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            }

            return done;
        });
        return [.. lines.OrderBy(l => l.Refused is null ? 0 : 1).ThenByDescending(l => l.ProfitIn?.Value)];
    }

    private SweepLine Line(Variation variation)
    {
        var settings = variation.Settings;
        if (GridRunSettings.Table.Validate(settings) is [var broken, ..])
        {
            return SweepLine.NotRun(variation, broken.ToString());
        }

        var plan = _plan with
        {
            Settings = settings.Strategy,
            Limits = settings.Limits,
            Capital = settings.Replay.Capital,
            LatencyFactor = settings.Replay.LatencyFactor,
            SkipIdle = settings.Replay.SkipIdle,
        };
        var before = Replay(plan with { To = _split });
        if (before.Row.State.Phase is EvenKeel.Grids.GridPhase.Waiting waiting)
        {
            return SweepLine.NotRun(variation, waiting.Because);
        }

        var after = Replay(plan with { From = _split });
        return new(
            variation.Changes, before.Profit.Profit, before.Totals.Trips, after.Profit.Profit, after.Totals.Trips,
            Refused: null);
    }

    private GridBacktestReport Replay(GridBacktestPlan plan)
    {
        var folder = _parsed.GetValue(_options.Made) ? null : Options.Folder(_parsed, _options.Data);
        ITapeSource source = folder is null
            ? new SyntheticTape(plan.Seed, _plan.From, _plan.To, TimeSpan.FromHours(8))
            : new FolderTape(folder);
        using var tape = new MarketTape(source, [plan.Pair], plan.From, plan.To);
        Figures.RequireBars(tape, plan.From, plan.To, plan.Market);
        return new GridBacktest(plan, tape).Run();
    }
}

/// <summary>What one combination of settings came to.</summary>
/// <param name="ProfitIn">In the time that the list is sorted by; null: it was refused. [quote]</param>
/// <param name="RoundTripsIn">In the same time; null: it was refused.</param>
/// <param name="ProfitOut">In the time after it; null: it was refused. [quote]</param>
/// <param name="RoundTripsOut">In the time after it; null: it was refused.</param>
/// <param name="Refused">Why it was not run; null: it was.</param>
internal sealed record SweepLine(
    IReadOnlyList<string> Settings, Markets.Amount? ProfitIn, long? RoundTripsIn, Markets.Amount? ProfitOut,
    long? RoundTripsOut, string? Refused)
{
    /// <summary>Of a combination that cannot be traded.</summary>
    public static SweepLine NotRun(Variation variation, string because) =>
        new(variation.Changes, null, null, null, null, because);
}
