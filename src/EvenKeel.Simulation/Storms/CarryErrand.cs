using EvenKeel.Funding;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>The world that an errand of a carry needs.</summary>
internal static class CarryErrand
{
    public static CarryWorldPlan Of(StormPlan plan, VenueSettings venue)
    {
        var world = new CarryWorldPlan(plan.Seed, venue)
        {
            Start = plan.Start,
            RemindsAfter = TimeSpan.FromMilliseconds(1_000 + (long)(plan.Seed % 15_000)),
        };
        var settings = world.Settings with
        {
            Notional = new(10_000m),
            RetryPause = TimeSpan.FromSeconds(5),
            PatientTime = TimeSpan.FromSeconds(6),
        };
        return plan.Errand switch
        {
            Errand.Patient => world with
            {
                Settings = settings with { Style = EntryStyle.Patient, Notional = new(5_000m) },
            },
            Errand.Negative => world with { Settings = settings, Rate = new(-0.0004m) },
            Errand.Unwind => world with { Settings = settings with { Notional = new(5_000m) } },
            _ => world with { Settings = settings },
        };
    }
}
