using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Storms.Wrongs;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Storms;

/// <summary>What became of one wrong protocol.</summary>
/// <param name="Caught">It broke a promise on seeds on which the right protocol keeps all.</param>
/// <param name="SeedsToCatch">How many seeds, from the first on, until one broke a promise; null: none did.</param>
/// <param name="Invariant">The first promise that it broke.</param>
/// <param name="RightPasses">Whether the right protocol keeps all promises on these seeds.</param>
internal sealed record WrongCaught(
    string Name, bool Caught, int? SeedsToCatch, string? Invariant, ulong? Seed, string? What, bool RightPasses);

/// <summary>Plays each wrong protocol on the seeds of the random storm until it is caught.</summary>
internal static class WrongCampaign
{
    private const int Block = 256;

    public static IReadOnlyList<WrongCaught> Play(ulong seed, int most, int threads, Action<double> progress)
    {
        var wrongs = Enum.GetValues<Wrong>();
        var caught = new List<WrongCaught>();
        foreach (var wrong in wrongs)
        {
            caught.Add(Play(wrong, seed, most, threads));
            progress((double)caught.Count / wrongs.Length);
        }

        return caught;
    }

    private static WrongCaught Play(Wrong wrong, ulong seed, int most, int threads)
    {
        var venue = VenueSettings.Default;
        var (parts, outcomes, right) = (WrongParts.Of(wrong), new StormOutcome?[Block], true);
        for (var from = 0; from < most; from += Block)
        {
            var first = seed + (ulong)from;
            Parallel.For(0, Math.Min(Block, most - from), new() { MaxDegreeOfParallelism = threads }, i =>
                outcomes[i] = new StormRun(StormPlan.Of(first + (ulong)i), venue, parts).Live());
            var found = Array.FindIndex(outcomes, o => o is { Violations.IsEmpty: false });
            var passes = new bool[found < 0 ? Block : found + 1];
            Parallel.For(0, passes.Length, new() { MaxDegreeOfParallelism = threads }, i =>
                passes[i] = new StormRun(StormPlan.Of(first + (ulong)i), venue).Live().Violations.IsEmpty);
            right &= Array.TrueForAll(passes, p => p);
            if (found >= 0)
            {
                var violation = outcomes[found]!.Violations[0];
                return new(
                    wrong.ToString(), right, from + found + 1, violation.Invariant, first + (ulong)found,
                    violation.What, right);
            }
        }

        return new(wrong.ToString(), false, null, null, null, null, right);
    }
}
