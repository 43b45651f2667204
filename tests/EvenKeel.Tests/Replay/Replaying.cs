using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Data;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Replay;

/// <summary>One backtest as a test describes it; what it does not name is as the command line has it.</summary>
internal sealed record Replaying
{
    public static readonly Instant January = Instant.At(2025, 1, 1);
    public static readonly Instant August = Instant.At(2025, 8, 1);

    public string[] Pairs { get; init; } = ["BTCUSDT", "ETHUSDT"];

    public Instant From { get; init; } = January;

    public Instant To { get; init; } = August;

    public ulong Seed { get; init; } = 1;

    public bool Hold { get; init; }

    public string[] Set { get; init; } = [];

    public VenueFaults Faults { get; init; } = VenueFaults.None;

    /// <summary>What stands between the machines and the venue.</summary>
    public Func<IVenue, IVenue>? Through { get; init; }

    /// <summary>Every audit record that was appended, in order.</summary>
    public List<OutboxEntry> Records { get; } = [];

    /// <summary>Over the recorded data; skips, saying so, where there is none.</summary>
    public BacktestReport Recorded()
    {
        var folder = Environment.GetEnvironmentVariable("EVENKEEL_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "the recorded bars are not here: EVENKEEL_DATA is not set");
        return Over(new FolderTape(folder));
    }

    /// <summary>Over a made-up market with a funding interval.</summary>
    public BacktestReport Synthetic(int hours = 8) =>
        Over(new SyntheticTape(Seed, From, To, TimeSpan.FromHours(hours)));

    /// <summary>Over any tape of the same span.</summary>
    public BacktestReport Over(ITapeSource source)
    {
        var settings = RunSettings.Default;
        foreach (var change in Set)
        {
            var (name, value) = (change.Split('=')[0], change.Split('=')[1]);
            var next = RunSettings.Table.Set(settings, name, value);
            Assert.Null(next.Violation);
            settings = next.Settings;
        }

        var venue = settings.Replay.BorrowApr is { } apr
            ? VenueAssumptions.WithBorrowRate(VenueSettings.Default, new(apr.Value / 8760m), "the test")
            : VenueSettings.Default;
        var plan = new BacktestPlan(
            [.. Pairs.Select(p => new Symbol(p))], From, To, Seed, Hold, settings.Strategy, settings.Limits, venue,
            settings.Replay.Capital, settings.Replay.LatencyFactor, settings.Replay.SkipIdle, Faults);
        using var tape = new MarketTape(source, plan.Pairs, From, To);
        return new Backtest(plan, tape, (_, entry) => Records.Add(entry), Through).Run();
    }
}
