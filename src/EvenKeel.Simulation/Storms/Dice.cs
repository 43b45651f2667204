using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Says whether a fault strikes now. Each class has a chance of its own, so that a run without one class
/// leaves the others as they were.</summary>
internal sealed class Dice
{
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
    public bool Strikes(Fault fault)
    {
        if (!Takes(fault))
        {
            return false;
        }

        Strike(fault);
        return true;
    }

    /// <summary>Whether a fault takes this occasion, to strike later if it can.</summary>
    public bool Takes(Fault fault)
    {
        var odds = Blows ? _plan.Odds[(int)fault] : 0;
        return odds > 0 && _chances[(int)fault].Below(1000) < odds;
    }

    /// <summary>A fault strikes.</summary>
    /// <param name="span">How long it lasts, how late it makes what it hits, or how far off a clock is; zero: it is
    /// over at once.</param>
    /// <param name="loses">Whether an order may be lost with what it hits: a question is only asked again.</param>
    /// <param name="looks">Whether what it hits may be a look of a proof.</param>
    public void Strike(Fault fault, TimeSpan span = default, bool loses = true, bool looks = false) =>
        _world.History.Add(new Happening.Struck(_world.Time.Now, fault, Cost.Of(fault, span, loses), loses, looks));

    /// <summary>How long something of a fault takes, between two bounds. [ms]</summary>
    public TimeSpan Span(Fault fault, int least, int most) =>
        TimeSpan.FromMilliseconds(_chances[(int)fault].Between(least, most));
}
