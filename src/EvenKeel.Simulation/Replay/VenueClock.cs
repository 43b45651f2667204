using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Brings the venue to each moment at which it does something by itself, so that what it pushes comes when it
/// happens: orders that rest are met while nobody asks. It counts what it is asked, too.</summary>
internal sealed class VenueClock(SimulatedVenue venue, Timeline time) : IVenue
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly Queue<Instant> _asked = new();
    private Instant _due = Instant.Never;
    private Instant _until;

    /// <summary>Most requests within a minute; quotes come from a stream and are none.</summary>
    public int RequestsPerMinuteMax { get; private set; }

    /// <summary>Most orders that were live at once.</summary>
    public int OrdersLiveMax { get; private set; }

    public ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        if (request is VenueRequest.ReadMarket)
        {
            return venue.Ask(request, cancellation);
        }

        _asked.Enqueue(time.Now);
        while (_asked.Peek() <= time.Now - s_minute)
        {
            _asked.Dequeue();
        }

        RequestsPerMinuteMax = Math.Max(RequestsPerMinuteMax, _asked.Count);
        var reply = venue.Ask(request, cancellation);
        OrdersLiveMax = Math.Max(OrdersLiveMax, venue.OrdersLive);
        Watch(_until);
        return reply;
    }

    /// <summary>Watches the venue from now on, as far as its bars are known.</summary>
    public void Watch(Instant until)
    {
        _until = until;
        if (until <= venue.Now)
        {
            return;
        }

        var due = venue.NextDue(until);
        if (due >= Instant.Never || (_due > time.Now && _due <= due))
        {
            return;
        }

        _due = due;
        time.At(due, () =>
        {
            if (venue.Now < time.Now)
            {
                venue.AdvanceTo(time.Now);
            }

            Watch(_until);
        });
    }
}
