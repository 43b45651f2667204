using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>A venue that is slow: it shows orders and fills late, lets them meet the book late, takes its time to
/// cancel, fills what rests part by part. Each strikes what it slows down.</summary>
internal sealed class SlowVenue(World world, StormPlan plan, Dice dice)
{
    /// <summary>What is late is asked after so often, at most, before it is there.</summary>
    private const int Looks = 4;

    private readonly HashSet<ClientOrderId> _filled = [];

    /// <summary>The settings of a venue with the delays of a plan.</summary>
    public static VenueSettings Of(VenueSettings venue, StormPlan plan)
    {
        var slow = plan.Odds[(int)Fault.FilledSlowly];
        return venue with
        {
            Delays = venue.Delays with
            {
                OrderShown = UpTo(
                    Math.Max(plan.Odds[(int)Fault.OrdersShownLate], plan.Odds[(int)Fault.ShownPastBound])),
                FillShown = UpTo(plan.Odds[(int)Fault.FillsShownLate]),
                Match = UpTo(plan.Odds[(int)Fault.MatchedLate]),
                Cancel = UpTo(plan.Odds[(int)Fault.CancelSlow]),
            },
            SlowFill = new(slow == 0 ? new(1, TimeSpan.Zero) : new(slow, TimeSpan.FromSeconds(slow)), "of the storm"),
        };

        static Sourced<DelaySpan> UpTo(int most) =>
            new(new(TimeSpan.Zero, TimeSpan.FromMilliseconds(most)), "of the storm");
    }

    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Answered { Request: VenueRequest.PlaceOrder, Reply: VenueReply.Accepted }:
                Hit(Fault.OrdersShownLate);
                Hit(Fault.ShownPastBound);
                Hit(Fault.MatchedLate);
                break;
            case Happening.Answered { Request: VenueRequest.CancelOrder, Reply: VenueReply.Accepted }:
                Hit(Fault.CancelSlow);
                break;
            case Happening.Filled { Fill: var fill }:
                if (_filled.Add(fill.Order))
                {
                    Hit(Fault.FillsShownLate);
                }

                if (fill.Maker && world.Row.Journal.Find(fill.Order)?.Draft.Quantity > fill.Quantity)
                {
                    Hit(Fault.FilledSlowly);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The venue's log of flows takes its time.</summary>
    public VenueReply.FlowsRead Lag(VenueReply.FlowsRead flows)
    {
        var shown = flows.VenueTime - TimeSpan.FromMilliseconds(plan.Odds[(int)Fault.FlowsShownLate]);
        var told = flows.Flows.RemoveAll(f => f.At > shown);
        if (told.Length < flows.Flows.Length)
        {
            Hit(Fault.FlowsShownLate);
        }

        return flows with { Flows = told };
    }

    private void Hit(Fault slowness)
    {
        if (plan.Odds[(int)slowness] is > 0 and var most)
        {
            dice.Strike(slowness, TimeSpan.FromMilliseconds(most * Looks));
        }
    }
}
