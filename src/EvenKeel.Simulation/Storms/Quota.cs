using System.Collections.Immutable;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What a campaign must have met to prove anything: each fault, each way on, and enough that was
/// done.</summary>
/// <param name="RunsMin">Fewer runs say nothing about how often a fault strikes.</param>
/// <param name="Faults">That can strike.</param>
/// <param name="Branches">That can be taken.</param>
/// <param name="Entered">Of the stormy runs, the least share that completed an entry, or filled a rung.</param>
/// <param name="Left">Of the stormy runs, the least share that completed an exit, or made a round trip.</param>
public sealed record Quota(
    int RunsMin, ImmutableArray<Fault> Faults, ImmutableArray<Branch> Branches, decimal Entered, decimal Left)
{
    /// <summary>The runs that the two numbers below are of.</summary>
    private const int Of = 100_000;

    /// <summary>In so many of them, at least, each fault strikes while an order is open.</summary>
    private const int FaultRuns = 1_000;

    /// <summary>In so many of them, at least, each way on is taken.</summary>
    private const int BranchRuns = 100;

    private static readonly Branch[] s_onlyOfCarries =
    [
        Branch.FoundNothing, Branch.HedgedAgain, Branch.HedgedWider, Branch.TookBack, Branch.StoodExposed,
        Branch.EntryCameToNothing, Branch.ExitTriedAgain, Branch.Flattened, Branch.WaitedForLeg, Branch.Repaid,
        Branch.RepaidAgain, Branch.Resized,
    ];

    /// <summary>Of a campaign of carries.</summary>
    public static Quota OfCarries { get; } = new(
        10_000, Errands.FaultsOfCarries, [.. Enum.GetValues<Branch>().Where(b => b < Branch.Relaid)], 0.6m, 0.4m);

    /// <summary>Of a campaign of grids.</summary>
    public static Quota OfGrids { get; } = new(
        2_000, Errands.FaultsOfGrids, [.. Enum.GetValues<Branch>().Except(s_onlyOfCarries)], 0.6m, 0.5m);

    /// <summary>What was missed, in words; empty: nothing.</summary>
    public IReadOnlyList<string> Missed(Tally tally)
    {
        var missed = new List<string>();
        if (tally.Runs < RunsMin)
        {
            return missed;
        }

        foreach (var fault in Faults)
        {
            Expect(missed, $"{fault} upon an open order", tally.RunsUpon[(int)fault], FaultRuns * tally.Runs / Of);
        }

        foreach (var branch in Branches)
        {
            Expect(missed, $"{branch}", tally.Branches[(int)branch], BranchRuns * tally.Runs / Of);
        }

        Expect(missed, "entries among stormy runs", tally.StormyEntered, (long)Math.Ceiling(tally.Stormy * Entered));
        Expect(missed, "exits among stormy runs", tally.StormyLeft, (long)Math.Ceiling(tally.Stormy * Left));
        Expect(missed, "deaths upon an open order", tally.CrashesUponOrders, (tally.Crashes + 1) / 2);
        return missed;
    }

    private static void Expect(List<string> missed, string what, long met, long least)
    {
        if (met < least)
        {
            missed.Add($"{what}: {met}, must be at least {least}");
        }
    }
}
