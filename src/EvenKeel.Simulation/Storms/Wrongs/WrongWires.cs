using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>Reads an order without an answer as one that was refused, so that it is tried again.</summary>
internal sealed class BlindWire(IWire wire) : IWire
{
    public void Carry(VenueRequest request, Action<VenueReply> answered) => wire.Carry(request, reply => answered(
        request is VenueRequest.PlaceOrder or VenueRequest.PlaceOrders && reply is VenueReply.Ambiguous
            ? new VenueReply.Refused(RefusalKind.Halted, "none", "no answer")
            : reply));
}

/// <summary>Gives an order up that was not found three times, whatever the venue's clock says.</summary>
internal sealed class HastyWire(IWire wire) : IWire
{
    private const int Enough = 3;
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly Dictionary<ClientOrderId, int> _misses = [];

    public void Carry(VenueRequest request, Action<VenueReply> answered) => wire.Carry(request, reply =>
    {
        if (request is VenueRequest.FindOrder find && reply is VenueReply.OrderSought { Report: null } sought)
        {
            var misses = _misses[find.Order] = _misses.GetValueOrDefault(find.Order) + 1;
            reply = misses < Enough ? sought : sought with { VenueTime = sought.VenueTime + (s_day * misses) };
        }

        answered(reply);
    });
}

/// <summary>Takes the owner's own clock for the venue's.</summary>
internal sealed class LocalWire(IWire wire, Func<Instant> now) : IWire
{
    public void Carry(VenueRequest request, Action<VenueReply> answered) => wire.Carry(request, reply => answered(
        reply is VenueReply.OrderSought sought ? sought with { VenueTime = now() } : reply));
}

/// <summary>Shows what was seen before once more, as if it were of this moment.</summary>
internal sealed class StaleWire(IWire wire, Func<Instant> now) : IWire
{
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(30);

    private VenueReply.MarketRead? _market;

    public void Carry(VenueRequest request, Action<VenueReply> answered)
    {
        if (request is VenueRequest.ReadMarket && _market is { } seen && now() - seen.Market.VenueTime < s_kept)
        {
            answered(new VenueReply.MarketRead(Restamped(seen.Market)));
            return;
        }

        wire.Carry(request, reply =>
        {
            _market = reply as VenueReply.MarketRead ?? _market;
            answered(reply);
        });
    }

    private MarketReport Restamped(MarketReport market) => market with
    {
        Spot = market.Spot is { } spot ? spot with { At = now() } : null,
        Perp = market.Perp is { } perp ? perp with { At = now() } : null,
        Mark = market.Mark is { } mark ? mark with { At = now() } : null,
        Predicted = market.Predicted is { } rate ? rate with { At = now() } : null,
    };
}

/// <summary>Takes an order for cancelled once the venue has taken the cancel in.</summary>
internal sealed class RashWire(IWire wire) : IWire
{
    private readonly HashSet<ClientOrderId> _cancelled = [];

    public void Carry(VenueRequest request, Action<VenueReply> answered) => wire.Carry(request, reply =>
    {
        foreach (var (part, said) in request.Split(reply))
        {
            if (part is VenueRequest.CancelOrder cancel && said is VenueReply.Accepted)
            {
                _cancelled.Add(cancel.Order);
            }
        }

        answered(
            request is VenueRequest.FindOrder find && _cancelled.Contains(find.Order)
            && reply is VenueReply.OrderSought { Report: { State: OrderState.Live } report } sought
                ? sought with { Report = report with { State = OrderState.Cancelled } }
                : reply);
    });
}
