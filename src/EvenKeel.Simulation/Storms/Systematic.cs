using System.Collections.Immutable;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Errands under every behaviour of the venue, with the owner killed at every boundary, and at every pair
/// of boundaries that lie close to each other.</summary>
public static class Systematic
{
    /// <summary>How many boundaries a second death lies behind the first, at most.</summary>
    public const int Apart = 25;

    /// <summary>The plans, in one fixed order.</summary>
    /// <param name="deep">Whether the owner dies twice under every behaviour, or only where the venue does nothing
    /// special.</param>
    public static IEnumerable<StormPlan> Plans(VenueSettings venue, IEnumerable<Errand> errands, bool deep)
    {
        foreach (var kind in errands)
        {
            var behaviours = Behaviour.Of(kind);
            for (var i = 0; i < behaviours.Length; i++)
            {
                var plan = behaviours[i].On(StormPlan.Calm(1, kind));
                yield return plan;
                var boundaries = StormRun.Of(plan, venue).Live().Crossings;
                for (var first = 1; first <= boundaries; first++)
                {
                    foreach (var deaths in Deaths(first, deep || i == 0))
                    {
                        yield return plan with { Deaths = deaths };
                    }
                }
            }
        }
    }

    private static IEnumerable<ImmutableArray<int>> Deaths(int first, bool twice)
    {
        yield return [first];
        for (var second = 1; twice && second <= Apart; second++)
        {
            yield return [first, second];
        }
    }
}
