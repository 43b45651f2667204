using EvenKeel.Accounting;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Data;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Replay;

/// <summary>One backtest of a grid as a test describes it; what it does not name is as the command line has
/// it.</summary>
internal sealed record GridReplaying
{
    public string Pair { get; init; } = "BTCUSDT";

    public Market Market { get; init; } = Market.Spot;

    public Instant From { get; init; } = Replaying.January;

    public Instant To { get; init; } = Instant.At(2025, 2, 1);

    public ulong Seed { get; init; } = 1;

    public string[] Set { get; init; } = [];

    public VenueFaults Faults { get; init; } = VenueFaults.None;

    /// <summary>What stands between the grid and the venue.</summary>
    public Func<IVenue, IVenue>? Through { get; init; }

    /// <summary>Over the recorded data; skips, saying so, where there is none.</summary>
    public GridBacktestReport Recorded()
    {
        var folder = Environment.GetEnvironmentVariable("EVENKEEL_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "the recorded bars are not here: EVENKEEL_DATA is not set");
        return Over(new FolderTape(folder));
    }

    /// <summary>Over a made-up market.</summary>
    public GridBacktestReport Synthetic() => Over(new SyntheticTape(Seed, From, To, TimeSpan.FromHours(8)));

    private GridBacktestReport Over(ITapeSource source)
    {
        var settings = GridRunSettings.Default;
        foreach (var change in Set)
        {
            var next = GridRunSettings.Table.Set(settings, change.Split('=')[0], change.Split('=')[1]);
            Assert.Null(next.Violation);
            settings = next.Settings;
        }

        var plan = new GridBacktestPlan(
            new(Pair), Market, From, To, Seed, settings.Strategy, settings.Limits, VenueSettings.Default,
            settings.Replay.Capital, settings.Replay.LatencyFactor, settings.Replay.SkipIdle, Faults);
        using var tape = new MarketTape(source, [plan.Pair], From, To);
        return new GridBacktest(plan, tape, written: Explained, through: Through).Run();
    }

    /// <summary>In every row that is stored the slots are the position, and matched + unrealised − fees + funding is
    /// what the ledger's flows and holdings are worth.</summary>
    private void Explained(MachineRow<Grid> row)
    {
        var price = new Price(12_345.67m);
        var worth = ProfitAndLoss.Worth(row.Ledger, price, price);
        Assert.Equal(worth, GridMachine.ProfitOf(row, price).Profit);
        Assert.Equal(row.Ledger.Of(Market), GridMachine.SlotsOf(row).Held);
    }
}
