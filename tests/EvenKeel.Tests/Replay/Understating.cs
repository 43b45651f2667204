using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Replay;

/// <summary>Tells of the first fill on a market whose fee is in quote that it cost a hundred-millionth less than the
/// wallet paid: what is booked is less than what was reported.</summary>
internal sealed class Understating(IVenue venue, Market market) : IVenue
{
    private static readonly Coin s_quote = new("USDT");
    private string? _fill;

    public async ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        var reply = await venue.Ask(request, cancellation);
        return reply is VenueReply.OrderSought sought
            ? sought with { Fills = [.. sought.Fills.Select(Told)] }
            : reply;
    }

    private Fill Told(Fill fill)
    {
        _fill ??= fill.Market == market && fill.FeeCoin == s_quote ? fill.Id : null;
        return fill.Id == _fill ? fill with { Fee = fill.Fee - 0.00000001m } : fill;
    }
}
