using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Grains.Durable;

/// <summary>Reads the market of one pair on each tick, and wakes its machine when that says so.</summary>
/// <param name="wakes">Looks at what was read: must the machine look too?</param>
internal sealed class MarketTicks(IVenue venue, Symbol pair, Func<MarketReport, bool> wakes, Func<Task> wake)
{
    /// <summary>As it was read last; null: not yet.</summary>
    public MarketReport? Market { get; private set; }

    public async Task Tick()
    {
        var reply = await venue.Ask(new VenueRequest.ReadMarket(pair), CancellationToken.None);
        if (reply is not VenueReply.MarketRead { Market: var market })
        {
            return;
        }

        Market = market;
        if (wakes(market))
        {
            await wake();
        }
    }
}
