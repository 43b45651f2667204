using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>What befalls requests and answers on the way, and what a gateway says before the venue has seen
/// one.</summary>
internal sealed class WireTrouble(
    World world, StormPlan plan, Dice dice, OrderNumbers numbers, SlowVenue slow)
{
    private static readonly Fault[] s_onTheWay =
    [
        Fault.RequestLost, Fault.AnswerLost, Fault.RequestLate, Fault.RequestPastLease, Fault.AnswerLate,
        Fault.RequestDoubled, Fault.RateLimited, Fault.ServerError, Fault.NotSent, Fault.MarginShort,
    ];

    private VenueReply _shut = new VenueReply.Ambiguous("shut");
    private Instant _shutUntil;
    private VenueReply.AccountRead? _account;
    private bool _hides;

    public void Begin()
    {
        world.Wire.Fate = Fate;
        world.Wire.Retell = Retell;
        world.PushFate = () => dice.Strikes(Fault.PushLost) ? null
            : dice.Strikes(Fault.PushLate) ? dice.Span(Fault.PushLate, 50, 5_000)
            : TimeSpan.Zero;
    }

    /// <summary>The address is banned, the key revoked or the venue in maintenance: nothing is answered in
    /// earnest.</summary>
    public void Shut(Trigger trigger)
    {
        var (span, now) = (trigger.Span(1_000, 15_000), world.Time.Now);
        _shutUntil = now + span;
        _shut = trigger.Fault switch
        {
            Fault.KeyRevoked => new VenueReply.Refused(RefusalKind.Permission, "10003", "the key is revoked"),
            Fault.Banned => new VenueReply.Ambiguous("403: the address is banned"),
            _ => new VenueReply.Ambiguous("10016: maintenance"),
        };
        dice.Strike(trigger.Fault, span);
    }

    private WireFate Fate(VenueRequest request)
    {
        var places = request is VenueRequest.PlaceOrder or VenueRequest.PlaceOrders;
        if (dice.Blows && world.Time.Now < _shutUntil)
        {
            return new(Instead: _shut);
        }

        foreach (var fault in s_onTheWay)
        {
            var meets = places || fault is not (Fault.NotSent or Fault.MarginShort);
            if (meets && Strikes(fault, request))
            {
                return FateOf(fault);
            }
        }

        return default;
    }

    private bool Strikes(Fault fault, VenueRequest request)
    {
        if (!dice.Takes(fault) && !numbers.IsMeant(fault, request))
        {
            return false;
        }

        dice.Strike(
            fault, loses: request is VenueRequest.PlaceOrder or VenueRequest.PlaceOrders,
            looks: request is VenueRequest.FindOrder or VenueRequest.ReadFlows or VenueRequest.ReadAccount);
        return true;
    }

    private WireFate FateOf(Fault fault) => fault switch
    {
        Fault.RequestLost => new(RequestLost: true),
        Fault.AnswerLost => new(AnswerLost: true),
        Fault.RequestLate => new(RequestLate: dice.Span(fault, 50, 900)),
        Fault.RequestPastLease => new(RequestLate: dice.Span(fault, 1_001, 4_000)),
        Fault.AnswerLate => new(AnswerLate: dice.Span(fault, 50, 1_900)),
        Fault.RequestDoubled => new(Copies: 1),
        Fault.RateLimited => new(Instead: new VenueReply.Refused(RefusalKind.RateLimited, "10006", "too many visits")),
        Fault.ServerError => new(Instead: new VenueReply.Ambiguous("503")),
        Fault.NotSent => new(Instead: new VenueReply.NotSent("no budget left")),
        _ => new(Instead: new VenueReply.Refused(RefusalKind.Funds, "110007", "not enough available balance")),
    };

    private VenueReply Retell(VenueRequest request, VenueReply reply)
    {
        if (request is not (VenueRequest.ReadMarket or VenueRequest.ReadAccount)
            && Strikes(Fault.UnknownCode, request))
        {
            return new VenueReply.Ambiguous("code 99999");
        }

        switch (reply)
        {
            case VenueReply.MarketRead { Market: { Spot: { } spot, Perp: { } perp } market }
                when dice.Strikes(Fault.QuotesStale):
                var age = dice.Span(Fault.QuotesStale, 500, 10_000);
                return new VenueReply.MarketRead(market with
                {
                    Spot = spot with { At = spot.At - age },
                    Perp = perp with { At = perp.At - age },
                });
            case VenueReply.FlowsRead flows:
                return slow.Lag(Hide(flows));
            case VenueReply.AccountRead now:
                var before = _account;
                _account = now;
                return before is not null && now.Account.At - before.Account.At < TimeSpan.FromSeconds(4)
                    && dice.Strikes(Fault.AccountStale) ? before : now;
            default:
                return reply;
        }
    }

    /// <summary>The venue's log never tells what others did to the position.</summary>
    private VenueReply.FlowsRead Hide(VenueReply.FlowsRead flows)
    {
        if (plan.Odds[(int)Fault.FlowsHidden] == 0)
        {
            return flows;
        }

        var told = flows.Flows.RemoveAll(f => f.Kind is not (VenueFlowKind.Funding or VenueFlowKind.Interest));
        if (told.Length < flows.Flows.Length && !_hides)
        {
            _hides = true;
            dice.Strike(Fault.FlowsHidden);
        }

        return flows with { Flows = told };
    }
}
