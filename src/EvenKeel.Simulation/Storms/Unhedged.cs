using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>How long a carry stood on one leg when nothing went wrong, when its hedge was refused, when one request was
/// lost, and when its owner died once.</summary>
/// <param name="P50">The median of the longest stretch of each run. [ms]</param>
public sealed record Unhedged(int Runs, long P50, long P99, long Max)
{
    /// <summary>So often the hedge is tried before it is taken back, the last time within a wider cap.</summary>
    private const int Tries = 4;

    /// <summary>When nothing goes wrong.</summary>
    public static StormPlan NoFault(ulong seed) => StormPlan.Calm(seed, Errand.Entry);

    /// <summary>When the venue refuses each try of the second leg, for want of margin, and the first is taken
    /// back.</summary>
    public static StormPlan HedgeRefused(ulong seed) => StormPlan.Calm(seed, Errand.Entry) with
    {
        Triggers = [.. Enumerable.Range(2, Tries).Select(order => new Trigger(Fault.MarginShort, -order, 0, 0))],
    };

    /// <summary>When the first order of the second leg is lost on its way.</summary>
    public static StormPlan LostRequest(ulong seed) => StormPlan.Calm(seed, Errand.Entry) with
    {
        Triggers = [new(Fault.RequestLost, -2, 0, 0)],
    };

    /// <summary>When the owner dies once, at one of the boundaries of the entry.</summary>
    public static StormPlan OneDeath(ulong seed) => StormPlan.Calm(seed, Errand.Entry) with
    {
        Deaths = [1 + (int)(seed % 60)],
    };

    /// <summary>Of many seeds of one plan.</summary>
    public static Unhedged Of(Func<ulong, StormPlan> plan, int runs, VenueSettings venue)
    {
        var longest = new List<long>(runs);
        for (var seed = 1UL; seed <= (ulong)runs; seed++)
        {
            var outcome = StormRun.Of(plan(seed), venue).Live();
            longest.Add(outcome.Exposed.Length == 0 ? 0 : (long)outcome.Exposed.Max().TotalMilliseconds);
        }

        longest.Sort();
        return new(runs, longest[runs / 2], longest[runs * 99 / 100], longest[^1]);
    }
}
