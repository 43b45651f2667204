using EvenKeel.Funding;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Lives a plan of a carry.</summary>
public sealed class CarryStormRun : StormRun
{
    /// <summary>An entry in which nothing goes wrong is over by then.</summary>
    private static readonly TimeSpan s_holding = TimeSpan.FromSeconds(60);

    /// <summary>The venue's hourly pause of repayments, a market that comes to a resting order and goes again before it
    /// is filled.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(240);

    private readonly CarryWorld _world;
    private readonly CarryPeople _people;

    /// <param name="venue">Whose delays the plan replaces.</param>
    /// <param name="parts">What is played otherwise than it is.</param>
    public CarryStormRun(StormPlan plan, VenueSettings venue, WorldParts<Carry>? parts = null)
        : this(plan, new CarryWorld(
            CarryErrand.Of(plan, SlowVenue.Of(venue, plan)) with { Parts = parts ?? new() }))
    {
    }

    private CarryStormRun(StormPlan plan, CarryWorld world)
        : base(plan, world, new CarryChecker(world, timed: true), new CarryProgress(() => world.Residue)) =>
        (_world, _people) = (world, new(world, Dice));

    /// <remarks>More coin than there was may have been sold: then it is owed whatever the errand.</remarks>
    private protected override TimeSpan Patience =>
        Plan.Errand is Errand.Negative or Errand.Patient || Plan.Has(Fault.Overfilled) ? s_patience : TimeSpan.Zero;

    private protected override void Prepare()
    {
        if (Plan.Errand == Errand.Exit)
        {
            _world.RunUntil(w => w.IsAtRest && w.Row.State.Phase is CarryPhase.Holding, s_holding);
        }
    }

    private protected override void BeginCourse() => new CarryCourse(_world, Plan, Trouble, _people).Begin();

    private protected override void StrikeOther(Trigger trigger) => _people.Strike(trigger);

    private protected override string Tell() => $"{_world.Row.State.Phase}";
}
