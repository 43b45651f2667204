using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Grids;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Host.Paper;

/// <summary>The terms on which paper grids are traded: the venue's instruments and fees, our rules and
/// limits.</summary>
internal sealed class PaperGridDesk(
    VenueSettings venue, GridSettings rules, RiskLimits limits, Market market, TimeSpan tickEvery, IVenueClock clock)
    : IGridDesk
{
    public TimeSpan? TickEvery => tickEvery;

    public GridPlan PlanOf(Symbol pair)
    {
        var on = venue.InstrumentOf(market, pair, clock.Now)
            ?? throw new ArgumentException($"{pair}: the simulated venue has no {market} of it", nameof(pair));
        var (maker, taker) = market == Market.Spot
            ? (venue.FeeRates.SpotMaker, venue.FeeRates.SpotTaker)
            : (venue.FeeRates.PerpMaker, venue.FeeRates.PerpTaker);
        return new(on, rules, maker, taker, limits);
    }
}
