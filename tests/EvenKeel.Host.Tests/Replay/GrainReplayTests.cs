using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Host.Tests.Replay;

/// <summary>What a backtest shows is what the service does: a week of tape through the pair's grain gives the very
/// orders and fills of the backtest.</summary>
public sealed class GrainReplayTests
{
    private static readonly Instant s_start = Instant.At(2025, 1, 1);

    [Theory]
    [InlineData(EntryStyle.Aggressive)]
    [InlineData(EntryStyle.Patient)]
    public async Task A_week_of_tape_through_the_pairs_grain_gives_the_orders_of_the_backtest(EntryStyle style)
    {
        // Given a week in which the rate turns: a positive carry is left and a negative one entered
        var plan = Week(seed: 1, style);

        var (backtest, grain) = (Backtested(plan), await ThroughGrainAsync(plan));

        Assert.True(grain is { Entries: > 1, Exits: > 0 }, $"{grain.Entries} entries, {grain.Exits} exits");
        Assert.Equal(backtest.Orders.Lines, grain.Orders.Lines);
        Assert.Equal(backtest.Orders.Hash(), grain.Orders.Hash());
        Assert.Equal(backtest.ProfitAndLoss, grain.ProfitAndLoss);
        Assert.Equal(0m, grain.IdentityError.Value);
    }

    [Fact]
    public async Task Another_seed_gives_other_orders_in_the_grain_as_in_the_backtest()
    {
        var (one, two) = (Week(seed: 1, EntryStyle.Aggressive), Week(seed: 2, EntryStyle.Aggressive));

        var grain = (await ThroughGrainAsync(two)).Orders.Hash();

        Assert.NotEqual(Backtested(one).Orders.Hash(), grain);
        Assert.Equal(Backtested(two).Orders.Hash(), grain);
    }

    /// <summary>The seed is that of path and latency; the tape is the same.</summary>
    private static BacktestPlan Week(ulong seed, EntryStyle style) => new(
        [new("BTCUSDT")], s_start + TimeSpan.FromDays(6), s_start + TimeSpan.FromDays(13), seed, Hold: false,
        new() { Window = TimeSpan.FromDays(1), ExitApr = Rate.Zero, Style = style }, new(), VenueSettings.Default,
        new(100_000m), LatencyFactor: 1m, SkipIdle: true, VenueFaults.None);

    private static BacktestReport Backtested(BacktestPlan plan)
    {
        using var tape = Tape(plan);
        return new Backtest(plan, tape).Run();
    }

    private static async Task<BacktestReport> ThroughGrainAsync(BacktestPlan plan)
    {
        using var tape = Tape(plan);
        GrainKeeper? keeper = null;
        var backtest = new Backtest(plan, tape, keeper: seat => keeper = new(seat));
        try
        {
            return await Task.Run(() => backtest.Run());
        }
        finally
        {
            await keeper!.DisposeAsync();
        }
    }

    private static MarketTape Tape(BacktestPlan plan) => new(
        new SyntheticTape(seed: 1, s_start, plan.To, TimeSpan.FromHours(1)), plan.Pairs, plan.From, plan.To);
}
