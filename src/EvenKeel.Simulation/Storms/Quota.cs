using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What a campaign must have met to prove anything: each fault, each way on, and enough that was
/// done.</summary>
public static class Quota
{
    /// <summary>Fewer runs say nothing about how often a fault strikes.</summary>
    public const int RunsMin = 10_000;

    private const int Of = 100_000;
    private const int FaultRuns = 1_000;
    private const int BranchRuns = 100;
    private const decimal Entered = 0.6m;
    private const decimal Left = 0.4m;

    /// <summary>What was missed, in words; empty: nothing.</summary>
    public static IReadOnlyList<string> Missed(Tally tally)
    {
        var missed = new List<string>();
        if (tally.Runs < RunsMin)
        {
            return missed;
        }

        foreach (var fault in Enum.GetValues<Fault>())
        {
            Expect(missed, $"{fault} upon an open order", tally.RunsUpon[(int)fault], FaultRuns * tally.Runs / Of);
        }

        foreach (var branch in Enum.GetValues<Branch>())
        {
            Expect(missed, $"{branch}", tally.Branches[(int)branch], BranchRuns * tally.Runs / Of);
        }

        Expect(missed, "entries among stormy runs", tally.StormyEntered, (long)(tally.Stormy * Entered));
        Expect(missed, "exits among stormy runs", tally.StormyLeft, (long)(tally.Stormy * Left));
        Expect(missed, "deaths upon an open order", tally.CrashesUponOrders, tally.Crashes / 2);
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
