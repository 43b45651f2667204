using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>A wire that may lose, delay and double what it carries, each way for itself. Who hears nothing in time
/// takes it for an ambiguous answer.</summary>
/// <param name="timeout">How long a sender waits.</param>
/// <param name="asked">Told after the venue was asked: it may have something in hand now.</param>
public sealed class FaultyWire(
    Timeline time, SimulatedVenue venue, Latency latency, TimeSpan timeout, History history, Action asked)
{
    /// <summary>Decides what befalls each request.</summary>
    public Func<VenueRequest, WireFate> Fate { get; set; } = _ => default;

    /// <summary>Changes what comes back; for reports that are old or lack something.</summary>
    public Func<VenueRequest, VenueReply, VenueReply> Retell { get; set; } = (_, reply) => reply;

    /// <summary>What reaches the venue of a request: by itself, the request as it was sent.</summary>
    public Func<VenueRequest, VenueRequest> Signed { get; set; } = request => request;

    /// <param name="by">Who sends it.</param>
    public void Carry(VenueRequest request, Activation by, Action<VenueReply> answered)
    {
        Send(request, by);
        var (fate, signed, waits, refused) = (Fate(request), Signed(request), true, false);
        time.At(time.Now + timeout, () => Hear(new VenueReply.Ambiguous("time-out")));
        if (fate.Instead is { } instead)
        {
            time.At(time.Now + latency.There(request, time.Now), () => Hear(instead));
            return;
        }

        for (var copy = 0; copy <= fate.Copies && !fate.RequestLost; copy++)
        {
            var (first, spread) = (copy == 0, latency.There(request, time.Now) * copy);
            time.At(time.Now + latency.There(request, time.Now) + fate.RequestLate + spread, () =>
            {
                var reply = Ask(request, signed, refused);
                refused |= request.Split(reply).Any(
                    s => s.Reply is VenueReply.Refused { Kind: not RefusalKind.Clock });
                if (!fate.AnswerLost)
                {
                    time.At(time.Now + latency.Back(request, time.Now) + fate.AnswerLate, () =>
                    {
                        // The answer to a copy may come before that to the first, and is the one that counts then.
                        if (first || waits)
                        {
                            Hear(Retell(request, reply));
                        }
                    });
                }
            });
        }

        void Hear(VenueReply reply)
        {
            if (waits)
            {
                waits = false;
                foreach (var (part, said) in request.Split(reply))
                {
                    history.Add(new Happening.Heard(time.Now, part, said, by));
                }

                answered(reply);
            }
        }
    }

    /// <summary>An onlooker sees each order of a batch, and that it was one request.</summary>
    private void Send(VenueRequest request, Activation by)
    {
        var parts = request.Parts();
        if (parts.Length > 1)
        {
            history.Add(new Happening.Batched(time.Now, parts.Length));
        }

        foreach (var part in parts)
        {
            history.Add(new Happening.Sent(time.Now, part, by));
        }
    }

    /// <param name="refused">Another copy of it was refused, and whoever sent it may know.</param>
    private VenueReply Ask(VenueRequest request, VenueRequest signed, bool refused)
    {
        foreach (var place in refused ? request.Parts().OfType<VenueRequest.PlaceOrder>() : [])
        {
            history.Add(new Happening.BeyondPromise(
                time.Now, place.Order.Item.Id, "a copy comes after another was refused"));
        }

        venue.AdvanceTo(time.Now);
        var pending = venue.Ask(signed, CancellationToken.None);
        var reply = pending.IsCompletedSuccessfully
            ? pending.Result
            : throw new InvalidOperationException("A venue in virtual time answers at once.");
        foreach (var (part, said) in request.Split(reply))
        {
            history.Add(new Happening.Answered(time.Now, part, said));
        }

        asked();
        return reply;
    }
}
