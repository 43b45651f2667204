using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>What only a grid meets: a fill that races its cancel, a burst of fills, a price that goes through ten rungs
/// and back, a range that drifts, a new ladder in the middle of fills.</summary>
internal sealed class GridTrouble(GridWorld world, Dice dice)
{
    /// <summary>A price gap goes through so many at least, and through all of a window that is wider.</summary>
    public const int RungsOfGap = 10;

    /// <summary>Whether a ladder or the size of its orders follows the range; else a range that drifts is no
    /// fault.</summary>
    private bool FollowsRange =>
        world.Plan.Settings is { Spacing: GridSpacing.Adaptive } or { SizeShrink: > 0m };

    private decimal Gap => world.Rung.Value
        * (1 + Math.Max(RungsOfGap, Math.Max(world.Plan.Settings.LevelsBelow, world.Plan.Settings.LevelsAbove)));

    public void Strike(Trigger trigger)
    {
        if (trigger.Fault == Fault.RangeDrift && !FollowsRange)
        {
            return;
        }

        dice.Strike(trigger.Fault);
        var side = trigger.Size % 2 == 0 ? 1m : -1m;
        switch (trigger.Fault)
        {
            case Fault.FillBurst:
                for (var i = 1; i <= 5; i++)
                {
                    var (rungs, after) = (side * (i % 2 == 0 ? -1.3m : 2.1m), TimeSpan.FromMilliseconds(180 * i));
                    world.Time.At(world.Time.Now + after, () => Move(rungs * world.Rung.Value));
                }

                break;
            case Fault.PriceGap:
                var gap = side * Gap;
                Move(gap);
                world.Time.At(world.Time.Now + trigger.Span(200, 4_000), () => Move(-gap));
                break;
            default:
                for (var i = 1; i <= 4; i++)
                {
                    var factor = i == 3 && trigger.Size % 5 == 0 ? 0m : 1m + (side * 0.12m * i);
                    world.Time.At(world.Time.Now + TimeSpan.FromSeconds(i), () => Drift(factor));
                }

                break;
        }
    }

    /// <summary>Looks at what happens and answers it.</summary>
    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Sent { Request: VenueRequest.CancelOrder { Order: var id } }
                when world.Row.Journal.Find(id) is { IsOpen: true, Draft: { Limit: { } limit, Side: var side } }
                    && dice.Strikes(Fault.CancelRaced):
                // Just when the cancel is on its way, the price goes through the order, and back.
                var (before, through) = (world.Market.Price, limit.Value - (side.Sign() * 20m));
                world.Time.At(
                    world.Time.Now + dice.Span(Fault.CancelRaced, 1, 60),
                    () => Move(through - world.Market.Price.Value));
                world.Time.At(
                    world.Time.Now + dice.Span(Fault.CancelRaced, 200, 900),
                    () => Move(before.Value - world.Market.Price.Value));
                break;
            case Happening.Filled
                when FollowsRange && dice.Strikes(Fault.RegridAmidFills):
                world.Time.At(world.Time.Now, () => Drift(world.Range > world.Rung ? 0.6m : 1.7m));
                break;
            default:
                break;
        }
    }

    private void Move(decimal by)
    {
        world.Market.Price += new Price(Math.Round(by));
        world.Market.Quote();
    }

    /// <summary>The range becomes another one, and the grid is told.</summary>
    /// <param name="factor">Of the step; zero: nobody knows the range.</param>
    private void Drift(decimal factor)
    {
        world.Range = factor == 0m ? null : new Price(world.Rung.Value * factor);
        world.Quoted();
    }
}
