using EvenKeel.Funding;
using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Host.Paper;

/// <summary>The terms on which paper pairs are traded: the venue's instruments, fees and margin, our rules and
/// sizes.</summary>
internal sealed class PaperDesk(
    VenueSettings venue, ArbSettings rules, RiskLimits limits, TimeSpan tickEvery, IVenueClock clock) : ICarryDesk
{
    public TimeSpan? TickEvery => tickEvery;

    public CarryTerms TermsOf(Symbol pair)
    {
        var known = venue.Find(pair)
            ?? throw new ArgumentException($"{pair}: the simulated venue has no such pair", nameof(pair));
        return new(
            new(
                pair, On(Market.Spot), On(Market.Linear), rules, Ranked: true, rules.Notional, venue.FeeRates,
                venue.MarginOf(known)),
            limits);

        Instrument On(Market market) => venue.InstrumentOf(market, pair, clock.Now)
            ?? throw new ArgumentException($"{pair}: a carry needs both legs, {market} is missing", nameof(pair));
    }
}
