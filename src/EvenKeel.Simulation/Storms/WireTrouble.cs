using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls requests and answers on the way, and what a gateway says before the venue has seen
/// one.</summary>
internal sealed class WireTrouble(World world, Dice dice)
{
    private const int Resolving = 12_000;
    private VenueReply _shut = new VenueReply.Ambiguous("shut");
    private Instant _shutUntil;
    private VenueReply.AccountRead? _account;

    public void Begin()
    {
        world.Wire.Fate = Fate;
        world.Wire.Retell = Retell;
        world.PushFate = () => dice.Strikes(Fault.PushLost, 1_500) ? null
            : dice.Strikes(Fault.PushLate, 1_500) ? dice.Span(Fault.PushLate, 50, 5_000)
            : TimeSpan.Zero;
    }

    /// <summary>The address is banned, the key revoked or the venue in maintenance: nothing is answered in
    /// earnest.</summary>
    public void Shut(Trigger trigger)
    {
        var (span, until) = (trigger.Span(1_000, 15_000), world.Time.Now);
        _shutUntil = until + span;
        _shut = trigger.Fault switch
        {
            Fault.KeyRevoked => new VenueReply.Refused(RefusalKind.Permission, "10003", "the key is revoked"),
            Fault.Banned => new VenueReply.Ambiguous("403: the address is banned"),
            _ => new VenueReply.Ambiguous("10016: maintenance"),
        };
        dice.Strike(trigger.Fault, (span * 2) + TimeSpan.FromMilliseconds(Resolving));
    }

    private WireFate Fate(VenueRequest request)
    {
        var places = request is VenueRequest.PlaceOrder;
        if (dice.Blows && world.Time.Now < _shutUntil)
        {
            return new(Instead: _shut);
        }

        return dice.Strikes(Fault.RequestLost, Resolving) ? new(RequestLost: true)
            : dice.Strikes(Fault.AnswerLost, 5_000) ? new(AnswerLost: true)
            : dice.Strikes(Fault.RequestLate, 5_000) ? new(RequestLate: dice.Span(Fault.RequestLate, 50, 900))
            : dice.Strikes(Fault.RequestPastLease, Resolving)
                ? new(RequestLate: dice.Span(Fault.RequestPastLease, 1_001, 4_000))
            : dice.Strikes(Fault.AnswerLate, 5_000) ? new(AnswerLate: dice.Span(Fault.AnswerLate, 50, 1_900))
            : dice.Strikes(Fault.RequestDoubled, 0) ? new(Copies: 1)
            : dice.Strikes(Fault.RateLimited, 3_000) ? new(
                Instead: new VenueReply.Refused(RefusalKind.RateLimited, "10006", "too many visits"))
            : dice.Strikes(Fault.ServerError, Resolving) ? new(Instead: new VenueReply.Ambiguous("503"))
            : places && dice.Strikes(Fault.NotSent, 1_000) ? new(Instead: new VenueReply.NotSent("no budget left"))
            : places && dice.Strikes(Fault.MarginShort, 4_000) ? new(
                Instead: new VenueReply.Refused(RefusalKind.Funds, "110007", "not enough available balance"))
            : default;
    }

    private VenueReply Retell(VenueRequest request, VenueReply reply)
    {
        if (request is not (VenueRequest.ReadMarket or VenueRequest.ReadAccount)
            && dice.Strikes(Fault.UnknownCode, 5_000))
        {
            return new VenueReply.Ambiguous("code 99999");
        }

        switch (reply)
        {
            case VenueReply.MarketRead { Market: { Spot: { } spot, Perp: { } perp } market }
                when dice.Strikes(Fault.QuotesStale, 3_000):
                var age = dice.Span(Fault.QuotesStale, 500, 10_000);
                return new VenueReply.MarketRead(market with
                {
                    Spot = spot with { At = spot.At - age },
                    Perp = perp with { At = perp.At - age },
                });
            case VenueReply.AccountRead now:
                var before = _account;
                _account = now;
                return before is not null && now.Account.At - before.Account.At < TimeSpan.FromSeconds(4)
                    && dice.Strikes(Fault.AccountStale, 3_000) ? before : now;
            default:
                return reply;
        }
    }
}
