using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>A venue that is slow: it shows orders and fills late, lets them meet the book late, takes its time to
/// cancel, fills what rests part by part. Each strikes what it does slow down.</summary>
internal sealed class SlowVenue(World world, StormPlan plan, Dice dice)
{
    private static readonly TimeSpan s_pastBound = TimeSpan.FromMilliseconds(StormPlan.PastBound);

    private readonly HashSet<ClientOrderId> _filled = [];

    /// <summary>The settings of a venue with the delays of a plan.</summary>
    public static VenueSettings Of(VenueSettings venue, StormPlan plan)
    {
        var slow = plan.Odds[(int)Fault.FilledSlowly];
        return venue with
        {
            Delays = venue.Delays with
            {
                OrderShown = UpTo(ShownMost(plan)),
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
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: { Draft: var draft } intent },
                Reply: VenueReply.Accepted,
            } when world.Venue.Find(draft.Market, draft.Symbol, intent.Id) is { } order:
                Hit(
                    order.ShownAfter >= s_pastBound ? Fault.ShownPastBound : Fault.OrdersShownLate,
                    order.ShownAfter > TimeSpan.Zero, ShownMost(plan));
                Hit(Fault.MatchedLate, order.MatchAt > order.AcceptedAt);
                break;
            case Happening.Answered { Request: VenueRequest.CancelOrder, Reply: VenueReply.Accepted }:
                Hit(Fault.CancelSlow, hits: true);
                break;
            case Happening.Filled { Fill: var fill }:
                Hit(Fault.FillsShownLate, _filled.Add(fill.Order));
                FillPart(fill);
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
        Hit(Fault.FlowsShownLate, told.Length < flows.Flows.Length);
        return flows with { Flows = told };
    }

    /// <summary>What an order has traded is believed once its executions add up to it: a part that is filled before the
    /// one before shows is waited for anew.</summary>
    private void FillPart(Fill fill)
    {
        if (plan.Odds[(int)Fault.FilledSlowly] > 0 && fill.Maker
            && world.Row.Journal.Find(fill.Order)?.Draft.Quantity > fill.Quantity)
        {
            var shown = Math.Max(plan.Odds[(int)Fault.FillsShownLate], ShownMost(plan));
            dice.Strike(Fault.FilledSlowly, TimeSpan.FromMilliseconds(shown));
        }
    }

    private static int ShownMost(StormPlan plan) =>
        Math.Max(plan.Odds[(int)Fault.OrdersShownLate], plan.Odds[(int)Fault.ShownPastBound]);

    private void Hit(Fault slowness, bool hits) => Hit(slowness, hits, plan.Odds[(int)slowness]);

    /// <param name="most">How long it may take. [ms]</param>
    private void Hit(Fault slowness, bool hits, int most)
    {
        if (hits && most > 0)
        {
            dice.Strike(slowness, TimeSpan.FromMilliseconds(most));
        }
    }
}
