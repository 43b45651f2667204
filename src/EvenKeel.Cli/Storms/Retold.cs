using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Storms;

/// <summary>A run that broke a promise, as it is told: what happened last before it did, and what is left of its plan
/// when all is taken away that does not matter.</summary>
internal sealed record Retold(IReadOnlyList<string> Events, string Least)
{
    /// <summary>The first run that broke something, if any did.</summary>
    /// <param name="last">How many events are told.</param>
    public static Retold? Of(IEnumerable<StormCampaign> campaigns, int last)
    {
        var broken = campaigns.SelectMany(c => c.Swarm.Broken.Concat(c.Systematic.Broken)).FirstOrDefault();
        return broken is null ? null : Of(broken, last);
    }

    private static Retold Of(StormOutcome broken, int last)
    {
        var (plan, violation) = (broken.Plan, broken.Violations[0]);
        var run = StormRun.Of(plan, VenueSettings.Default, keeps: true);
        run.Live();
        var least = Shrinker.Shrink(plan, p => Breaks(p, violation.Invariant));
        return new(
            [.. run.World.History.All.Take(violation.Event).TakeLast(last).Select(h => h.ToString())],
            $"The least that still breaks {violation.Invariant}: {least.Errand}, {least.Span.TotalSeconds:0.#} s, " +
                $"{least.Turn}; {string.Join(", ", Shrinker.Tell(least))}");
    }

    private static bool Breaks(StormPlan plan, string invariant) =>
        StormRun.Of(plan, VenueSettings.Default).Live().Violations.Any(v => v.Invariant == invariant);
}
