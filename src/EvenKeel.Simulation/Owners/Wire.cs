using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Owners;

/// <summary>The way to a venue and back, in virtual time.</summary>
public interface IWire
{
    /// <summary>Carries a request over and its answer back, or what the sender takes for one.</summary>
    void Carry(VenueRequest request, Action<VenueReply> answered);
}

/// <summary>A wire that loses nothing. Latency is drawn from a seed and is never zero; quotes come from a stream
/// that is there already, so that reading the market costs no time of its own.</summary>
/// <param name="advance">Brings the venue to the time of the request.</param>
public sealed class Wire(Timeline time, IVenue venue, Action<Instant> advance, Latency latency)
    : IWire
{
    public void Carry(VenueRequest request, Action<VenueReply> answered)
    {
        if (request is VenueRequest.ReadMarket)
        {
            advance(time.Now);
            answered(Ask(request));
            return;
        }

        time.At(time.Now + latency.There(request, time.Now), () =>
        {
            advance(time.Now);
            var reply = Ask(request);
            time.At(time.Now + latency.Back(request, time.Now), () => answered(reply));
        });
    }

    private VenueReply Ask(VenueRequest request)
    {
        var reply = venue.Ask(request, CancellationToken.None);
        return reply.IsCompletedSuccessfully
            ? reply.Result
            : throw new InvalidOperationException("A venue in virtual time answers at once.");
    }
}

/// <summary>How long one way takes: never zero, and drawn from what is carried and when, not from how much was carried
/// before. So two runs that send the same order at the same time see the same latency, whatever else they
/// asked.</summary>
public sealed class Latency(ulong seed, DelaySpan way, decimal factor)
{
    public TimeSpan There(VenueRequest request, Instant at) => Draw(request, at, "there");

    public TimeSpan Back(VenueRequest request, Instant at) => Draw(request, at, "back");

    private TimeSpan Draw(VenueRequest request, Instant at, string direction)
    {
        var subject = request switch
        {
            VenueRequest.PlaceOrder place => place.Order.Item.Id.Text,
            VenueRequest.CancelOrder cancel => cancel.Order.Text,
            VenueRequest.FindOrder find => find.Order.Text,
            VenueRequest.ReadAccount read => read.Symbol.Name,
            VenueRequest.ReadFlows read => read.Symbol.Name,
            _ => string.Empty,
        };
        var chance = new Chance(seed ^ StableHash.Of(subject) ^ StableHash.Of(direction) ^ (ulong)at.Milliseconds);
        return new(Math.Max(TimeSpan.TicksPerMillisecond, (long)(way.Draw(chance).Ticks * factor)));
    }
}
