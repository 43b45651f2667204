using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls owners: they die, sleep, are doubled and relieved, and their clocks and reminders are
/// wrong.</summary>
internal sealed class OwnerTrouble(World world, Dice dice)
{
    /// <summary>Whether the next reminder is missed, whatever the dice say.</summary>
    public bool MissesNext { get; set; }

    public void Begin() => world.Reminder = () => MissesOne() ? (0, TimeSpan.Zero)
        : dice.Strikes(Fault.ReminderMissed) ? (0, TimeSpan.Zero)
        : dice.Strikes(Fault.ReminderDoubled) ? (2, TimeSpan.Zero)
        : dice.Takes(Fault.ReminderLate) ? (1, Late())
        : (1, TimeSpan.Zero);

    private TimeSpan Late()
    {
        var late = dice.Span(Fault.ReminderLate, 100, 30_000);
        dice.Strike(Fault.ReminderLate, late);
        return late;
    }

    private bool MissesOne()
    {
        var misses = MissesNext;
        MissesNext = false;
        return misses;
    }

    public void Strike(Trigger trigger)
    {
        switch (trigger.Fault)
        {
            case Fault.Crash:
                dice.Strike(Fault.Crash);
                world.Crash("in the storm");
                break;
            case Fault.SecondOwner:
                dice.Strike(Fault.SecondOwner);
                world.Usurp();
                break;
            case Fault.Zombie:
                var asleep = trigger.Span(500, 60_000);
                dice.Strike(Fault.Zombie);
                world.Sleep(asleep);
                break;
            case Fault.Drain:
                dice.Strike(Fault.Drain);
                world.Drain();
                break;
            case Fault.ClockSkew:
                Skew(Fault.ClockSkew, TimeSpan.FromMilliseconds((trigger.Size * 1.4) - 700), TimeSpan.FromHours(1));
                break;
            default:
                // Up to 34 minutes, either way; an estimate of venue time is made anew every few seconds.
                var off = TimeSpan.FromSeconds(trigger.Size % 2 == 0 ? 1 : -1) * (1 << (trigger.Size % 12));
                Skew(Fault.ClockJump, off, trigger.Span(500, 8_000));
                break;
        }
    }

    /// <summary>All clocks are right from now on.</summary>
    public void End()
    {
        foreach (var owner in world.Owners)
        {
            owner.Skew = TimeSpan.Zero;
        }
    }

    private void Skew(Fault fault, TimeSpan off, TimeSpan span)
    {
        var owner = world.Owner;
        dice.Strike(fault, off.Duration() < span ? off.Duration() : span);
        world.History.Add(new Happening.Skewed(world.Time.Now, world.Owners.Count, off.Duration(), span));
        owner.Skew = off;
        world.Time.At(world.Time.Now + span, () => owner.Skew = TimeSpan.Zero);
    }
}
