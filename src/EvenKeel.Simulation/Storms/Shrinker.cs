using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Takes from a run what does not matter for what it breaks.</summary>
public static class Shrinker
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    /// <summary>A plan from which nothing can be taken: without any one fault it breaks nothing, and neither does half
    /// of its time.</summary>
    /// <param name="breaks">Whether a plan still breaks what it is about.</param>
    public static StormPlan Shrink(StormPlan plan, Func<StormPlan, bool> breaks)
    {
        var least = plan;
        for (var smaller = true; smaller;)
        {
            smaller = false;
            foreach (var less in Smaller(least))
            {
                if (breaks(less))
                {
                    (least, smaller) = (less, true);
                    break;
                }
            }
        }

        return least;
    }

    /// <summary>What is left in a plan, one thing each.</summary>
    public static IEnumerable<string> Tell(StormPlan plan)
    {
        foreach (var trigger in plan.Triggers)
        {
            yield return trigger.Crossing == 0
                ? $"{trigger.Fault} after {trigger.Milliseconds} ms, size {trigger.Size}"
                : $"{trigger.Fault} at crossing {trigger.Crossing}, size {trigger.Size}";
        }

        foreach (var fault in Enum.GetValues<Fault>().Where(f => plan.Odds[(int)f] > 0))
        {
            yield return $"{fault} {plan.Odds[(int)fault]}";
        }

        foreach (var death in plan.Deaths)
        {
            yield return $"death at boundary {death}";
        }
    }

    private static IEnumerable<StormPlan> Smaller(StormPlan plan)
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(plan.Has))
        {
            yield return plan.Without(fault);
        }

        for (var i = 0; i < plan.Triggers.Length; i++)
        {
            yield return plan with { Triggers = plan.Triggers.RemoveAt(i) };
        }

        for (var i = 0; i < plan.Deaths.Length; i++)
        {
            yield return plan with { Deaths = plan.Deaths.RemoveAt(i) };
        }

        if (plan.Turn != Turn.None)
        {
            yield return plan with { Turn = Turn.None };
        }

        if (plan.Span > s_least)
        {
            yield return plan with { Span = plan.Span * 0.5, TurnAt = plan.TurnAt * 0.5 };
        }
    }
}
