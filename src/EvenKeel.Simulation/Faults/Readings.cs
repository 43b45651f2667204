using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>What of a market report new risk rests on.</summary>
/// <param name="QuotesOf">When its quotes were made; null: one is missing.</param>
/// <param name="Mark">By which size is measured; null: it is missing. [quote/base]</param>
internal readonly record struct Inputs(Instant? QuotesOf, Stated<Price>? Mark);

/// <summary>What each life of each owner has read itself: what another has read excuses nobody.</summary>
/// <param name="inputsOf">What of a report counts.</param>
internal sealed class Readings(Func<MarketReport, Inputs> inputsOf)
{
    private readonly Dictionary<Activation, (Inputs Market, Instant? AccountOf)> _read = [];

    public void See(Happening happening)
    {
        switch (happening)
        {
            // A look that is not answered has seen nothing, whatever the one before it saw.
            case Happening.Heard { Request: VenueRequest.ReadMarket, By: var by, Reply: var reply }:
                var seen = reply is VenueReply.MarketRead { Market: var market } ? inputsOf(market) : default;
                _read[by] = (seen, Of(by).AccountOf);
                break;
            case Happening.Heard { Reply: VenueReply.AccountRead { Account.At: var at }, By: var by }:
                _read[by] = (Of(by).Market, Instant.Later(Of(by).AccountOf ?? at, at));
                break;
            default:
                break;
        }
    }

    /// <summary>What its last look at the market saw, and when the newest account was made that it has read.</summary>
    public (Inputs Market, Instant? AccountOf) Of(Activation by) => _read.GetValueOrDefault(by);
}
