using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Owners;

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
