using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Says whether a fault strikes now. Each class has a chance of its own, so that a run without one class
/// leaves the others as they were.</summary>
internal sealed class Dice
{
    /// <summary>What moves a leg without an order is found by the next reminder, if the push of it is lost.</summary>
    public static readonly TimeSpan Found = TimeSpan.FromSeconds(60 + 12);

    /// <summary>What the death of an owner may cost: another one starts, and asks after an order that was on its
    /// way.</summary>
    public static readonly TimeSpan Death = TimeSpan.FromSeconds(8);

    private static readonly ulong[] s_names = [.. Enum.GetNames<Fault>().Select(StableHash.Of)];

    private readonly World _world;
    private readonly StormPlan _plan;
    private readonly Chance[] _chances;

    public Dice(World world, StormPlan plan)
    {
        (_world, _plan, _chances) = (world, plan, new Chance[s_names.Length]);
        for (var i = 0; i < _chances.Length; i++)
        {
            _chances[i] = new(plan.Seed ^ s_names[i]);
        }
    }

    /// <summary>Whether the storm blows.</summary>
    public bool Blows { get; set; }

    /// <summary>Whether a fault takes this occasion. It says so in the history.</summary>
    /// <param name="costs">How much longer what it hits may take for it. [ms]</param>
    public bool Strikes(Fault fault, int costs)
    {
        if (!Takes(fault))
        {
            return false;
        }

        Strike(fault, TimeSpan.FromMilliseconds(costs));
        return true;
    }

    /// <summary>Whether a fault takes this occasion, to strike later if it can.</summary>
    public bool Takes(Fault fault)
    {
        var odds = Blows ? _plan.Odds[(int)fault] : 0;
        return odds > 0 && _chances[(int)fault].Below(1000) < odds;
    }

    /// <summary>A fault strikes.</summary>
    public void Strike(Fault fault, TimeSpan costs) =>
        _world.History.Add(new Happening.Struck(_world.Time.Now, fault, costs));

    /// <summary>How long something of a fault takes, between two bounds. [ms]</summary>
    public TimeSpan Span(Fault fault, int least, int most) =>
        TimeSpan.FromMilliseconds(_chances[(int)fault].Between(least, most));
}
