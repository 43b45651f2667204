using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Owners;

/// <summary>How long one way takes: never zero, and drawn from what is carried and when, not from how much was carried
/// before. So two runs that send the same order at the same time see the same latency, whatever else they
/// asked.</summary>
public sealed class Latency(ulong seed, DelaySpan way, decimal factor)
{
    public TimeSpan There(VenueRequest request, Instant at) => Draw(request, at, "there");

    public TimeSpan Back(VenueRequest request, Instant at) => Draw(request, at, "back");

    /// <summary>How long the word of a fill takes to come.</summary>
    public TimeSpan Push(ClientOrderId order, Instant at) => Draw(order.Text, at, "push");

    private TimeSpan Draw(VenueRequest request, Instant at, string direction)
    {
        var subject = request switch
        {
            VenueRequest.PlaceOrder place => place.Order.Item.Id.Text,
            VenueRequest.CancelOrder cancel => cancel.Order.Text,
            VenueRequest.PlaceOrders batch => batch.Items[0].Order.Item.Id.Text,
            VenueRequest.CancelOrders batch => batch.Items[0].Order.Text,
            VenueRequest.FindOrder find => find.Order.Text,
            VenueRequest.ReadAccount read => read.Symbol.Name,
            VenueRequest.ReadFlows read => read.Symbol.Name,
            _ => string.Empty,
        };
        return Draw(subject, at, direction);
    }

    private TimeSpan Draw(string subject, Instant at, string direction)
    {
        var chance = new Chance(seed ^ StableHash.Of(subject) ^ StableHash.Of(direction) ^ (ulong)at.Milliseconds);
        return new(Math.Max(TimeSpan.TicksPerMillisecond, (long)(way.Draw(chance).Ticks * factor)));
    }
}
