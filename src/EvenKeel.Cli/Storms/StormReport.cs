using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;

namespace EvenKeel.Cli.Storms;

/// <summary>How often a fault struck, and in how many runs it did while an order was open.</summary>
internal sealed record FaultCount(long Strikes, long RunsUponOrders);

/// <summary>A promise that a run has broken, and the command that shows it.</summary>
internal sealed record BrokenRun(
    ulong Seed, string Errand, string Invariant, int Event, string At, string What, string Repeat);

/// <summary>The unhedged time of four kinds of runs. [ms]</summary>
internal sealed record UnhedgedTimes(
    Unhedged NoFault, Unhedged HedgeRefused, Unhedged LostRequest, Unhedged OneCrash);

/// <summary>What grids came to.</summary>
/// <param name="StormyFilled">Of the lives with a crash and three more strikes, the share that filled a rung.</param>
/// <param name="StormyTripped">The share that made a round trip.</param>
internal sealed record GridFigures(
    long Lives, long SystematicRuns, long Crashes, long CrashesUponOrders, long Orders, long RungsFilled,
    long RoundTrips, long Refused, long StormyRuns, decimal StormyFilled, decimal StormyTripped,
    IReadOnlyDictionary<string, FaultCount> Faults, IReadOnlyDictionary<string, long> Branches, decimal SimulatedDays,
    string TraceHash);

/// <summary>What a storm came to: what <c>--json</c> prints.</summary>
/// <param name="Runs">Of carries, as all the figures here, if there were any; else of grids. Violations, missed quotas
/// and wrong protocols are of both.</param>
/// <param name="QuotasMissed">By a whole campaign; one errand alone cannot meet everything and is held to
/// none.</param>
/// <param name="First">The first run that broke a promise; null: none did.</param>
/// <param name="Grid">The same of grids; null: none lived.</param>
internal sealed record StormReport(
    long Runs, long SystematicRuns, long Crashes, long CrashesUponOrders, long Sends, long DuplicateOwners,
    long Zombies, long EntriesCompleted, long ExitsCompleted, long Refused, long StormyRuns, decimal StormyEntered,
    decimal StormyEnteredWhole, decimal StormyLeft, decimal NotionalHours, decimal FundingEarned,
    IReadOnlyDictionary<string, FaultCount> Faults,
    IReadOnlyDictionary<string, long> Branches, IReadOnlyList<string> QuotasMissed,
    IReadOnlyList<BrokenRun> Violations, Retold? First, IReadOnlyList<WrongCaught> Mutants, UnhedgedTimes? UnhedgedMs,
    decimal SimulatedDays, long RunsPerSecond, string TraceHash, GridFigures? Grid)
{
    /// <summary>Whether nothing was broken, everything was met, and every wrong protocol was caught.</summary>
    public bool Ok => Violations.Count == 0 && QuotasMissed.Count == 0 && Mutants.All(m => m.Caught);

    public static StormReport Of(
        StormCampaign carries, StormCampaign grids, IReadOnlyList<WrongCaught> mutants, UnhedgedTimes? unhedged,
        Retold? first, StormScope scope, TimeSpan took)
    {
        var (main, grid) = (scope.Carries ? carries : grids, Sum(grids));
        var (all, swarm) = (Sum(main), main.Swarm);
        var broken = scope is { Carries: true, Grids: true } ? all.Broken.Concat(grid.Broken) : all.Broken;
        return new(
            swarm.Runs, main.Systematic.Runs, all.Crashes, all.CrashesUponOrders, all.Sends, all.SecondOwners,
            all.Zombies, all.Entries, all.Exits, all.Refused, swarm.Stormy, Share(swarm.StormyEntered, swarm.Stormy),
            Share(swarm.StormyEnteredWhole, swarm.Stormy), Share(swarm.StormyLeft, swarm.Stormy),
            Math.Round(all.NotionalHours, 2), Math.Round(all.Funding.Value, 2),
            FaultsOf(all, scope.Quota.Faults), BranchesOf(all, scope.Quota.Branches),
            scope.Errand is null ? Missed(carries, grids) : [],
            [.. broken.Select(o => Broken(o, scope))], first, mutants, unhedged,
            Math.Round((decimal)all.Lived.TotalDays, 3),
            (long)((carries.Runs + grids.Runs) / Math.Max(0.001, took.TotalSeconds)), main.TraceHash,
            scope.Grids ? Figures(grids, grid) : null);
    }

    private static IReadOnlyList<string> Missed(StormCampaign carries, StormCampaign grids) =>
    [
        .. Quota.OfCarries.Missed(carries.Swarm),
        .. Quota.OfGrids.Missed(grids.Swarm).Select(missed => $"of grids, {missed}"),
    ];

    private static Tally Sum(StormCampaign campaign)
    {
        var sum = new Tally();
        sum.Add(campaign.Swarm);
        sum.Add(campaign.Systematic);
        return sum;
    }

    private static GridFigures Figures(StormCampaign grids, Tally all) => new(
        grids.Swarm.Runs, grids.Systematic.Runs, all.Crashes, all.CrashesUponOrders, all.Orders, all.Entries, all.Exits,
        all.Refused, grids.Swarm.Stormy, Share(grids.Swarm.StormyEntered, grids.Swarm.Stormy),
        Share(grids.Swarm.StormyLeft, grids.Swarm.Stormy), FaultsOf(all, Quota.OfGrids.Faults),
        BranchesOf(all, Quota.OfGrids.Branches), Math.Round((decimal)all.Lived.TotalDays, 3), grids.TraceHash);

    private static Dictionary<string, FaultCount> FaultsOf(Tally tally, IEnumerable<Fault> faults) =>
        faults.ToDictionary(
            f => f.ToString(), f => new FaultCount(tally.Strikes[(int)f], tally.RunsUpon[(int)f]),
            StringComparer.Ordinal);

    private static Dictionary<string, long> BranchesOf(Tally tally, IEnumerable<Branch> branches) =>
        branches.ToDictionary(b => b.ToString(), b => tally.Branches[(int)b], StringComparer.Ordinal);

    private static decimal Share(long part, long whole) => whole == 0 ? 0m : Math.Round((decimal)part / whole, 3);

    private static BrokenRun Broken(StormOutcome outcome, StormScope scope)
    {
        var (plan, first) = (outcome.Plan, outcome.Violations[0]);
        var option = plan.Errand.IsGrid() && scope.Carries ? " --machine grid" : scope.Option;
        var deaths = plan.Deaths.IsEmpty ? string.Empty : $" --deaths {string.Join(',', plan.Deaths)}";
        var how = plan.Behaviour is { } behaviour
            ? $"evenkeel storm --machine {plan.Errand} --behaviour \"{behaviour}\"{deaths}"
            : $"evenkeel storm --seed {plan.Seed} --seeds 1{option}";
        return new(
            plan.Seed, plan.Errand.ToString(), first.Invariant, first.Event, first.At.ToString(), first.What, how);
    }
}
