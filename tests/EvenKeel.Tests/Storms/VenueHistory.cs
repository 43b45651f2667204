using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>What a venue did in one run, and nothing of what was sent, heard or stored: how it answered the requests
/// that reached it, what it filled, and what it moved or paid by itself.</summary>
internal static class VenueHistory
{
    /// <param name="timed">Whether it says when, too.</param>
    public static string Of(StormPlan plan, bool timed)
    {
        var run = StormRun.Of(plan, VenueSettings.Default, keeps: true);
        run.Live();
        var done = run.World.History.All.Select(h => (h.At, What: Told(h))).Where(d => d.What.Length > 0)
            .Concat(FlowsOf(run.World));
        return string.Join('\n', done.Select(d => timed ? $"{d.At} {d.What}" : d.What));
    }

    private static string Told(Happening happening) => happening switch
    {
        Happening.Answered { Request: var request, Reply: var reply } => $"{Told(request)}: {reply.GetType().Name}",
        Happening.Filled { Fill: var fill } => $"{fill.Order} filled {fill.Side} {fill.Quantity} at {fill.Price}",
        _ => "",
    };

    private static string Told(VenueRequest request) => request switch
    {
        VenueRequest.PlaceOrder { Order.Item: var i } => $"{i.Id} {i.Draft.Market} {i.Draft.Side} {i.Draft.Quantity}",
        VenueRequest.CancelOrder cancel => $"cancel {cancel.Order}",
        VenueRequest.FindOrder find => $"find {find.Order}",
        _ => request.GetType().Name,
    };

    /// <summary>Settlements, interest and all that moved a leg without an order of ours.</summary>
    private static IEnumerable<(Instant At, string What)> FlowsOf(World world)
    {
        var coin = VenueSettings.Default.Find(world.Symbol)!.Base;
        var asked = new VenueRequest.ReadFlows(world.Symbol, coin, new(0));
        var reply = world.Venue.Ask(asked, CancellationToken.None).AsTask().Result;
        return ((VenueReply.FlowsRead)reply).Flows
            .Select(f => (f.At, $"{f.Kind} of {f.Market} {f.Quantity} at {f.Price}: {f.Change}"));
    }
}
