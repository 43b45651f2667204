using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Brings the venue to each moment at which it does something by itself, so that what it pushes comes when it
/// happens: orders that rest are met while nobody asks. It counts what it is asked, too.</summary>
internal sealed class VenueClock(SimulatedVenue venue, Timeline time) : IVenue
{
    private readonly Minute _weighed = new();
    private readonly Minute _called = new();
    private Instant _due = Instant.Never;
    private Instant _until;

    /// <summary>Most requests within a minute as the venue's rate limits count them, each order of a batch for itself;
    /// quotes come from a stream and are none.</summary>
    public int RequestsPerMinuteMax => _weighed.Max;

    /// <summary>The same with a batch counted once: how often the wire was used.</summary>
    public int CallsPerMinuteMax => _called.Max;

    /// <summary>Most orders that were live at once.</summary>
    public int OrdersLiveMax { get; private set; }

    public ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        if (request is VenueRequest.ReadMarket)
        {
            return venue.Ask(request, cancellation);
        }

        Count(request, time.Now);
        var reply = venue.Ask(request, cancellation);
        OrdersLiveMax = Math.Max(OrdersLiveMax, venue.OrdersLive);
        Watch(_until);
        return reply;
    }

    /// <summary>Counts a request.</summary>
    public void Count(VenueRequest request, Instant at)
    {
        _called.Count(at);
        foreach (var _ in request.Parts())
        {
            _weighed.Count(at);
        }
    }

    /// <summary>Whether nothing happens at the venue by itself up to a time for which its bars are known.</summary>
    public bool IsQuiet(Instant until) => until < _until && (_due <= time.Now || _due > until);

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

    /// <summary>Counts what lies within one minute.</summary>
    private sealed class Minute
    {
        private static readonly TimeSpan s_length = TimeSpan.FromMinutes(1);
        private readonly Queue<Instant> _counted = new();

        public int Max { get; private set; }

        public void Count(Instant now)
        {
            _counted.Enqueue(now);
            while (_counted.Peek() <= now - s_length)
            {
                _counted.Dequeue();
            }

            Max = Math.Max(Max, _counted.Count);
        }
    }
}
