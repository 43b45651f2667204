using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>What the venue says of one account again and again: each flow is in the ledger once, whoever reads it and
/// how often.</summary>
public sealed class FlowPropertyTests
{
    /// <summary>Up to 40 flows at one moment, as when a position is deleveraged against a whole book.</summary>
    private static readonly Gen<Burst> Bursts = Gen.Select(
        Gen.Int[1, 30_000], Gen.Int[1, 40], (after, count) => new Burst(after, count));

    private static readonly Gen<Read> Reads = Gen.Select(
        Gen.Int[1, 40_000], Gen.Int[0, 1_000], Gen.Bool, (after, order, dies) => new Read(after, order, dies));

    [Fact]
    public void A_flow_is_booked_once_however_many_come_at_one_moment() =>
        Gen.Select(Bursts.Array[1, 5], Reads.Array[1, 8]).Check(
            drawn =>
            {
                var flows = drawn.Item1.Aggregate(
                    (At: Bench.Start, All: new List<VenueFlow>()),
                    (sum, b) => (sum.At + TimeSpan.FromMilliseconds(b.After), [.. sum.All, .. b.At(sum.At)])).All;
                Assert.Equal(new Amount(flows.Count), Booked(flows, drawn.Item2, late: TimeSpan.Zero));
            },
            times: 300);

    [Fact]
    public void A_flow_that_shows_late_is_booked_once() =>
        Gen.Select(Gen.Int[1, 20_000].Array[1, 8], Reads.Array[1, 8]).Check(
            drawn =>
            {
                var flows = drawn.Item1.Order()
                    .Select((ms, i) => Funding(Bench.Start + TimeSpan.FromMilliseconds(ms), i)).ToList();
                Assert.Equal(
                    new Amount(flows.Count), Booked(flows, drawn.Item2, late: TimeSpan.FromSeconds(5)));
            },
            times: 300);

    /// <param name="late">The flow shows this much later if its number is odd.</param>
    private static Amount Booked(List<VenueFlow> flows, Read[] reads, TimeSpan late)
    {
        var bench = new Bench();
        // At last it is read once more, when all shows.
        foreach (var read in reads.Append(new(200_000, 1, false)))
        {
            bench.After(read.After).Runner.Reconcile();
            var ask = bench.Asked<VenueRequest.ReadFlows>();
            var shown = flows.Where((f, i) => f.At > ask.After && f.At + (late * (i % 2)) <= bench.Now)
                .OrderBy(f => f.At).ThenBy(f => StableHash.Of(f.Id + read.Order));
            bench.Answer(ask, new VenueReply.FlowsRead([.. shown], bench.Now));
            bench.Answer(bench.Asked<VenueRequest.ReadAccount>(), bench.Account(0m, 0m)).Settle();
            bench = read.Dies ? new(bench.Now, bench.Runner.Row) : bench;
        }

        Assert.InRange(bench.Runner.Row.Booked.Length, 1, 16);
        return bench.Runner.Row.Ledger.Funding;
    }

    private static VenueFlow Funding(Instant at, int number) => new(
        $"f{number}-{at.Milliseconds}", at, VenueFlowKind.Funding, Market.Linear, new("USDT"), new(-1m), new(100m),
        new(0.01m), 1m);

    private sealed record Burst(int After, int Count)
    {
        public IEnumerable<VenueFlow> At(Instant at) =>
            Enumerable.Range(0, Count).Select(i => Funding(at + TimeSpan.FromMilliseconds(After), i));
    }

    private sealed record Read(int After, int Order, bool Dies);
}
