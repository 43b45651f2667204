using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>The owner dies at the boundaries that a plan names: the first counted from the beginning of the storm, each
/// other from the death before.</summary>
internal sealed class PlannedDeaths(World world, StormPlan plan, Dice dice)
{
    private int _before;
    private int _died;
    private int _next = int.MaxValue;

    /// <summary>How many boundaries were crossed since the storm began.</summary>
    public int Crossings => world.Boundaries.Count - _before;

    /// <summary>Those that the run was over before; a plan that has one is not lived as it says.</summary>
    public int Missing => plan.Deaths.Length - _died;

    /// <summary>The storm begins.</summary>
    public void Begin()
    {
        _before = world.Boundaries.Count;
        Await();
    }

    /// <summary>A boundary was crossed.</summary>
    public void Cross()
    {
        if (world.Boundaries.Count == _next)
        {
            dice.Strike(Fault.Crash);
            world.Crash("as planned");
            _died++;
            Await();
        }
    }

    private void Await() =>
        _next = _died < plan.Deaths.Length ? world.Boundaries.Count + plan.Deaths[_died] : int.MaxValue;
}
