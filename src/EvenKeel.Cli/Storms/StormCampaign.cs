using System.Buffers.Binary;
using System.Security.Cryptography;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Storms;

/// <summary>Many runs over all threads. What it comes to does not depend on how many there are.</summary>
internal static class StormCampaign
{
    private const int Chunk = 64;

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

    /// <summary>The random runs of consecutive seeds.</summary>
    public static (Tally Tally, string TraceHash) Swarm(
        ulong seed, int count, int threads, Errand? errand, Action<double> progress)
    {
        var venue = VenueSettings.Default;
        return Live(
            count, threads, run => new StormRun(StormPlan.Of(seed + (ulong)run, errand), venue).Live(), progress);
    }
}
