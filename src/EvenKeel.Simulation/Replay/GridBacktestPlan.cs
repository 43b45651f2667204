using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Which grid is to be replayed, and under which assumptions.</summary>
/// <param name="Market">Where it trades.</param>
/// <param name="Capital">What the account holds at the start. [quote]</param>
/// <param name="LatencyFactor">Of the wire's latency. [1]</param>
/// <param name="SkipIdle">Whether a look that cannot change a decision is not sent over the wire; the orders are the
/// same.</param>
public sealed record GridBacktestPlan(
    Symbol Pair, Market Market, Instant From, Instant To, ulong Seed, GridSettings Settings, RiskLimits Limits,
    VenueSettings Venue, Amount Capital, decimal LatencyFactor, bool SkipIdle, VenueFaults Faults)
{
    /// <summary>What is wanted, by the instrument and the fees given.</summary>
    public GridPlan GridPlan(Instrument on)
    {
        var fees = Venue.FeeRates;
        return Market == Market.Spot
            ? new(on, Settings, fees.SpotMaker, fees.SpotTaker, Limits)
            : new(on, Settings, fees.PerpMaker, fees.PerpTaker, Limits);
    }
}
