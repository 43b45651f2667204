using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Owners;

/// <summary>The way to a venue and back. Latency is drawn from a seed and is never zero; quotes come from a stream
/// that is there already, so that reading the market costs no time of its own.</summary>
/// <param name="advance">Brings the venue to the time of the request.</param>
public sealed class Wire(Timeline time, IVenue venue, Action<Instant> advance, Latency latency)
{
    /// <summary>Carries a request over and its answer back.</summary>
    public void Carry(VenueRequest request, Action<VenueReply> answered)
    {
        if (request is VenueRequest.ReadMarket)
        {
            advance(time.Now);
            answered(Ask(request));
            return;
        }

        time.At(time.Now + latency.Draw(), () =>
        {
            advance(time.Now);
            var reply = Ask(request);
            time.At(time.Now + latency.Draw(), () => answered(reply));
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

/// <summary>How long one way takes: drawn between two bounds, times a factor. [ms]</summary>
public sealed class Latency(Chance chance, int from, int to, decimal factor)
{
    public TimeSpan Draw() =>
        TimeSpan.FromMilliseconds(Math.Max(1, (int)(chance.Between(from, to) * factor)));
}
