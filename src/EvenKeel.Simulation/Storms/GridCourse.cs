using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What belongs to an errand of a grid and is no fault: a price that comes and goes, a range that grows and
/// shrinks, a wish to leave.</summary>
internal sealed class GridCourse(GridWorld world, StormPlan plan, GridPeople people)
{
    private static readonly Rate s_rate = new(0.0001m);

    private readonly Instant _begins = world.Time.Now;
    private readonly Price _from = world.Market.Price;
    private readonly Chance _chance = Chance.Of(plan.Seed, "course");
    private decimal _away;

    public void Begin()
    {
        switch (plan.Errand)
        {
            case Errand.GridLife:
                Walk();
                Turn();
                break;
            case Errand.GridWide:
                Walk();
                Settle();
                Turn();
                break;
            case Errand.GridTrip:
                // The rung below is bought and sold again; two above are sold, and one of them is bought back.
                At(2, () => Move(-1.2m));
                At(5, () => Move(0.2m));
                At(7, () => Move(2.3m));
                At(9, () => Move(0.9m));
                break;
            case Errand.GridRegrid:
                At(2, () => Move(-1.2m));
                At(4, () => world.Range = world.Plan.Range * 2m);
                At(6, () => Move(-0.4m));
                At(8, () => world.Range = world.Plan.Range);
                At(10, () => Move(0.9m));
                break;
            case Errand.GridLeave:
                // Two rungs below are bought: what is left holds something.
                At(2, () => Move(-1.2m));
                At(4, () => Move(-2.3m));
                Turn();
                break;
            case Errand.GridSpot:
                At(2, () => Move(-1.2m));
                At(4, () => Move(0.2m));
                At(6, () => Move(-1.2m));
                Turn();
                break;
            default:
                break;
        }
    }

    /// <summary>Funding is paid while it trades.</summary>
    private void Settle()
    {
        if (world.HasPerpetual)
        {
            world.Time.At(_begins + (plan.Span * 0.5), () => world.Market.Settle(s_rate));
        }
    }

    private void Turn()
    {
        if (plan.Turn is Storms.Turn.Asked or Storms.Turn.Flatten)
        {
            world.Time.At(_begins + plan.TurnAt, () => people.Turn(plan.Turn));
        }
    }

    private void At(double seconds, Action action) =>
        world.Time.At(_begins + TimeSpan.FromSeconds(seconds), action);

    /// <summary>The price goes so many rungs away from where it began.</summary>
    private void Move(decimal rungs)
    {
        world.Market.Price = _from + new Price(Math.Round(rungs * world.Rung.Value));
        world.Market.Quote();
    }

    /// <summary>Up and down by less than two rungs at a time, the farther away the sooner back.</summary>
    private void Walk()
    {
        if (world.Time.Now >= _begins + plan.Span)
        {
            return;
        }

        _away = (_away * 0.9m) + (0.01m * _chance.Between(-180, 180));
        Move(_away);
        world.Time.At(world.Time.Now + TimeSpan.FromMilliseconds(_chance.Between(150, 1_500)), Walk);
    }
}
