using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>L3: whatever was lost, something wakes an owner up and lets it ask or write.</summary>
internal sealed class WakingRule(Verdict verdict) : Rule(verdict)
{
    /// <summary>Two reminders, of which one may be lost, and what an owner takes.</summary>
    private static readonly TimeSpan s_asleepMax = TimeSpan.FromSeconds(150);

    private Instant? _awakeAt;

    public override void See(Happening happening)
    {
        if (happening.At - (_awakeAt ?? happening.At) is var asleep && asleep > s_asleepMax)
        {
            Break("L3", $"nothing was asked or written for {asleep}");
        }

        if (happening is Happening.Sent or Happening.Stored or Happening.Unstored || _awakeAt is null)
        {
            _awakeAt = happening.At;
        }
    }
}
