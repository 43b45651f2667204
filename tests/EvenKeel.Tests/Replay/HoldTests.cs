using EvenKeel.Accounting;
using EvenKeel.Cli.Data;
using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Replay;

/// <summary>The baseline: in at the first complete prices, out at the end, and every settlement between.</summary>
public sealed class HoldTests
{
    [Fact]
    public void Each_settlement_pays_minus_quantity_times_mark_times_rate_once()
    {
        var replay = new Replaying { Hold = true };
        var report = replay.Recorded();
        var btc = new Symbol("BTCUSDT");

        var flows = replay.Records.SelectMany(r => r.Flows).Where(f => f.Pair == btc).ToList();
        var paid = flows.Where(f => f.Kind == FlowKind.Funding).ToList();
        var settled = Settled(btc, paid[0].At, paid[^1].At);

        Assert.Equal(settled.Select(s => s.At), paid.Select(f => f.At));
        Assert.All(paid.Zip(settled), p =>
        {
            Assert.Equal(p.Second.Rate, p.First.Rate);
            Assert.Equal(FundingMath.Flow(p.First.Quantity, p.First.Price!.Value, p.Second.Rate), p.First.Amount);
            Assert.Equal(PositionAt(flows, p.First.At), p.First.Quantity);
        });
        Assert.True(report.ProfitAndLoss.Funding > Amount.Zero);
    }

    [Fact]
    public void It_is_in_from_the_first_minutes_to_the_last_and_never_between()
    {
        var report = new Replaying { Hold = true }.Recorded();

        Assert.Equal(2, report.Episodes.Count);
        Assert.All(report.Episodes, e =>
        {
            Assert.True(e.Opened < Replaying.January + TimeSpan.FromMinutes(10));
            Assert.True(e.Closed > Replaying.August - TimeSpan.FromMinutes(10));
        });
        Assert.Equal((2, 2), (report.Entries, report.Exits));
        Assert.Equal(0m, report.IdentityError.Value);
    }

    private static IReadOnlyList<Settlement> Settled(Symbol pair, Instant from, Instant to)
    {
        var tape = new FolderTape(Environment.GetEnvironmentVariable("EVENKEEL_DATA")!);
        return [.. tape.Settlements([pair])[pair.Name].Settled(from - TimeSpan.FromMilliseconds(1), to)];
    }

    private static Quantity PositionAt(IEnumerable<Flow> flows, Instant at) => flows
        .Where(f => f is { Kind: FlowKind.Trade, Market: Market.Linear } && f.At < at)
        .Aggregate(Quantity.Zero, (sum, f) => sum + f.Quantity);
}
