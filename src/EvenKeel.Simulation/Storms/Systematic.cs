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
                var last = CrossingsOf(plan, venue);
                for (var first = 1; first <= last; first++)
                {
                    var once = plan with { Deaths = [first] };
                    yield return once;
                    var left = deep || i == 0 ? CrossingsOf(once, venue) - first : 0;
                    for (var second = 1; second <= Math.Min(Apart, left); second++)
                    {
                        yield return plan with { Deaths = [first, second] };
                    }
                }
            }
        }
    }

    private static int CrossingsOf(StormPlan plan, VenueSettings venue) => StormRun.Of(plan, venue).Live().Crossings;
}
