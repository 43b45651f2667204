using EvenKeel.Grids;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Lives a plan of a grid.</summary>
public sealed class GridStormRun : StormRun
{
    private readonly HashSet<ClientOrderId> _known = [];
    private readonly GridWorld _world;
    private readonly GridPeople _people;
    private readonly GridTrouble _grid;

    /// <param name="venue">Whose delays the plan replaces.</param>
    /// <param name="parts">What is played otherwise than it is.</param>
    public GridStormRun(StormPlan plan, VenueSettings venue, WorldParts<Grid>? parts = null)
        : this(plan, new GridWorld(
            GridErrand.Of(plan, SlowVenue.Of(venue, plan)) with { Parts = parts ?? new() }))
    {
    }

    private GridStormRun(StormPlan plan, GridWorld world)
        : base(plan, world, new GridChecker(world), new GridProgress(world)) =>
        (_world, _people, _grid) = (world, new(world, Dice), new(world, Dice));

    /// <summary>That an order never arrived is proven by a balance that agrees; it agrees when no other rung's order,
    /// and no fill, is still to be shown, and a grid goes on trading meanwhile: one that leaves, rung by
    /// rung.</summary>
    private protected override int Lagging =>
        3 + Math.Max(_world.Plan.Settings.LevelsBelow, _world.Plan.Settings.LevelsAbove);

    private protected override void BeginCourse() => new GridCourse(_world, Plan, _people).Begin();

    private protected override void StrikeOther(Trigger trigger)
    {
        if (trigger.Fault is Fault.FillBurst or Fault.PriceGap or Fault.RangeDrift)
        {
            _grid.Strike(trigger);
        }
        else
        {
            _people.Strike(trigger);
        }
    }

    private protected override string Tell() => $"{_world.Row.State.Phase}, {_world.Row.Journal.Open.Count()} open";

    /// <summary>That an order rests as it was written is no news to write down.</summary>
    private protected override bool IsDoubtful(OrderIntent intent) => !_known.Contains(intent.Id);

    private protected override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Heard
            {
                Request: VenueRequest.PlaceOrder { Order.Item.Id: var id }, Reply: VenueReply.Accepted
            }:
                _known.Add(id);
                break;
            case Happening.Heard
            {
                Request: VenueRequest.FindOrder { Order: var id }, Reply: VenueReply.OrderSought { Report: not null }
            }:
                _known.Add(id);
                break;
            default:
                break;
        }

        _grid?.See(happening);
    }
}
