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
    private const int SeedsMax = 20_000;

    /// <summary>Those of carries, and those of grids.</summary>
    public static IReadOnlyList<WrongCaught> Play(StormScope scope, ulong seed, int threads, Action<double> progress)
    {
        var venue = VenueSettings.Default;
        List<(string Name, Func<ulong, StormPlan> Plan, Func<StormPlan, StormRun> Wrong)> wrongs =
        [
            .. Enum.GetValues<Wrong>().Where(_ => scope.Carries).Select(wrong => (
                wrong.ToString(), (Func<ulong, StormPlan>)(seed => StormPlan.Of(seed)),
                (Func<StormPlan, StormRun>)(plan => new CarryStormRun(plan, venue, WrongParts.Of(wrong))))),
            .. Enum.GetValues<WrongGrid>().Where(_ => scope.Grids).Select(wrong => (
                $"Grid{wrong}", (Func<ulong, StormPlan>)StormPlan.OfGrid,
                (Func<StormPlan, StormRun>)(plan => new GridStormRun(plan, venue, WrongGrids.Of(wrong))))),
        ];
        var caught = new List<WrongCaught>();
        foreach (var (name, plan, wrong) in wrongs)
        {
            caught.Add(Play(name, plan, wrong, seed, threads));
            progress((double)caught.Count / wrongs.Count);
        }

        return caught;
    }

    private static WrongCaught Play(
        string name, Func<ulong, StormPlan> plan, Func<StormPlan, StormRun> wrong, ulong seed, int threads)
    {
        var (outcomes, right) = (new StormOutcome?[Block], true);
        for (var from = 0; from < SeedsMax; from += Block)
        {
            var first = seed + (ulong)from;
            Each(Math.Min(Block, SeedsMax - from), i =>
                outcomes[i] = wrong(plan(first + (ulong)i)).Live());
            var found = Array.FindIndex(outcomes, o => o is { Violations.IsEmpty: false });
            var passes = new bool[found < 0 ? Block : found + 1];
            Each(passes.Length, i => passes[i] = StormRun.Of(
                plan(first + (ulong)i), VenueSettings.Default).Live().Violations.IsEmpty);
            right &= Array.TrueForAll(passes, p => p);
            if (found >= 0)
            {
                var violation = outcomes[found]!.Violations[0];
                return new(
                    name, right, from + found + 1, violation.Invariant, first + (ulong)found, violation.What, right);
            }
        }

        return new(name, false, null, null, null, null, right);

        void Each(int count, Action<int> live) =>
            Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads }, live);
    }
}
