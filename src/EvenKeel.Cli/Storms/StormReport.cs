using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;

namespace EvenKeel.Cli.Storms;

/// <summary>How often a fault struck, and in how many runs it did while an order was open.</summary>
internal sealed record FaultCount(long Strikes, long RunsUponOrders);

/// <summary>A promise that a run has broken, and the command that shows it.</summary>
internal sealed record BrokenRun(
    ulong Seed, string Errand, string Invariant, int Event, string At, string What, string Repeat);

/// <summary>The unhedged time of three kinds of runs. [ms]</summary>
internal sealed record UnhedgedTimes(Unhedged NoFault, Unhedged LostRequest, Unhedged OneCrash);

/// <summary>What a storm came to: what <c>--json</c> prints.</summary>
internal sealed record StormReport(
    long Runs, long SystematicRuns, long Crashes, long CrashesUponOrders, long Sends, long DuplicateOwners,
    long Zombies, long EntriesCompleted, long ExitsCompleted, long Refused, long StormyRuns, decimal StormyEntered,
    decimal StormyLeft, decimal NotionalHours, decimal FundingEarned, IReadOnlyDictionary<string, FaultCount> Faults,
    IReadOnlyDictionary<string, long> Branches, IReadOnlyList<string> QuotasMissed,
    IReadOnlyList<BrokenRun> Violations, IReadOnlyList<WrongCaught> Mutants, UnhedgedTimes? UnhedgedMs,
    decimal SimulatedDays, long RunsPerSecond, string TraceHash)
{
    /// <summary>Whether nothing was broken, everything was met, and every wrong protocol was caught.</summary>
    public bool Ok => Violations.Count == 0 && QuotasMissed.Count == 0 && Mutants.All(m => m.Caught);

    /// <param name="swarm">The random runs.</param>
    /// <param name="systematic">The systematic runs.</param>
    public static StormReport Of(
        Tally swarm, Tally systematic, IReadOnlyList<WrongCaught> mutants, UnhedgedTimes? unhedged, string option,
        TimeSpan took, string hash)
    {
        var all = new Tally();
        all.Add(swarm);
        all.Add(systematic);
        return new(
            swarm.Runs, systematic.Runs, all.Crashes, all.CrashesUponOrders, all.Sends, all.SecondOwners, all.Zombies,
            all.Entries, all.Exits, all.Refused, swarm.Stormy, Share(swarm.StormyEntered, swarm.Stormy),
            Share(swarm.StormyLeft, swarm.Stormy), Math.Round(all.NotionalHours, 2), Math.Round(all.Funding.Value, 2),
            Enum.GetValues<Fault>().ToDictionary(
                f => f.ToString(), f => new FaultCount(all.Strikes[(int)f], all.RunsUpon[(int)f]),
                StringComparer.Ordinal),
            Enum.GetValues<Branch>().ToDictionary(
                b => b.ToString(), b => all.Branches[(int)b], StringComparer.Ordinal),
            Quota.Missed(swarm), [.. all.Broken.Select(o => Broken(o, option))], mutants, unhedged,
            Math.Round((decimal)all.Lived.TotalDays, 3),
            (long)(all.Runs / Math.Max(0.001, took.TotalSeconds)), hash);
    }

    private static decimal Share(long part, long whole) => whole == 0 ? 0m : Math.Round((decimal)part / whole, 3);

    private static BrokenRun Broken(StormOutcome outcome, string option)
    {
        var (plan, first) = (outcome.Plan, outcome.Violations[0]);
        var how = plan.Deaths.IsEmpty
            ? $"evenkeel storm --seed {plan.Seed} --seeds 1{option}"
            : $"evenkeel storm --systematic --machine {plan.Errand}";
        return new(
            plan.Seed, plan.Errand.ToString(), first.Invariant, first.Event, first.At.ToString(), first.What, how);
    }
}
