using System.Buffers.Binary;
using System.Security.Cryptography;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Storms;

/// <summary>The random and the systematic runs of one kind of machine.</summary>
/// <param name="TraceHash">SHA-256 over the digests of the runs, in order; of both campaigns if there were two.</param>
internal sealed record StormCampaign(Tally Swarm, Tally Systematic, string TraceHash)
{
    private const int Chunk = 64;

    /// <summary>No run at all.</summary>
    public static StormCampaign None => new(new(), new(), string.Empty);

    /// <summary>How many lived.</summary>
    public long Runs => Swarm.Runs + Systematic.Runs;

    /// <summary>Lives them over all threads. What it comes to does not depend on how many there are.</summary>
    /// <param name="plan">Of a random run, by its seed.</param>
    /// <param name="errands">Of the systematic runs.</param>
    public static StormCampaign Play(
        string name, int seeds, StormOrder order, Func<ulong, StormPlan> plan, IReadOnlyList<Errand> errands,
        Terminal terminal)
    {
        var venue = VenueSettings.Default;
        var (swarm, trace) = terminal.Watch(name, progress => order.Only is { } only
            ? Live(1, 1, _ => StormRun.Of(only, venue).Live(), progress)
            : Random(order.Seed, seeds, order.Threads, plan, progress));
        if (!order.Systematic)
        {
            return new(swarm, new(), trace);
        }

        var plans = terminal.Watch(
            $"{name}: boundaries", _ => Simulation.Storms.Systematic.Plans(venue, errands, order.Deep).ToList());
        var (systematic, other) = terminal.Watch($"{name}: systematic", progress => Live(
            plans.Count, order.Threads, i => StormRun.Of(plans[i], venue).Live(), progress));
        return new(swarm, systematic, $"{trace}-{other}");
    }

    /// <summary>The random runs of consecutive seeds.</summary>
    public static (Tally Tally, string TraceHash) Random(
        ulong seed, int count, int threads, Func<ulong, StormPlan> plan, Action<double> progress)
    {
        var venue = VenueSettings.Default;
        return Live(count, threads, run => StormRun.Of(plan(seed + (ulong)run), venue).Live(), progress);
    }

    /// <summary>Lives runs 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="live">Lives one run; called from several threads at once.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <returns>Their sums, and SHA-256 over their digests in order.</returns>
    public static (Tally Tally, string TraceHash) Live(
        int count, int threads, Func<int, StormOutcome> live, Action<double> progress)
    {
        var chunks = new Tally[(count + Chunk - 1) / Chunk];
        var digests = new byte[count * sizeof(ulong)];
        var done = 0;
        Parallel.For(0, chunks.Length, new() { MaxDegreeOfParallelism = threads }, chunk =>
        {
            var tally = new Tally();
            for (var run = chunk * Chunk; run < Math.Min(count, (chunk + 1) * Chunk); run++)
            {
                var outcome = live(run);
                tally.Add(outcome);
                BinaryPrimitives.WriteUInt64LittleEndian(digests.AsSpan(run * sizeof(ulong)), outcome.Digest);
            }

            chunks[chunk] = tally;
            progress((double)Interlocked.Increment(ref done) / chunks.Length);
        });
        var sum = new Tally();
        foreach (var chunk in chunks)
        {
            sum.Add(chunk);
        }

        return (sum, Convert.ToHexStringLower(SHA256.HashData(digests)));
    }
}
