using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>What is to be replayed, and under which assumptions.</summary>
/// <param name="Hold">The baseline: in at the first complete prices, out at the end, no rule between.</param>
/// <param name="Capital">What the account holds at the start. [quote]</param>
/// <param name="LatencyFactor">Of the wire's latency. [1]</param>
/// <param name="SkipIdle">Whether a bar that cannot change a decision is passed over; the orders are the same.</param>
public sealed record BacktestPlan(
    IReadOnlyList<Symbol> Pairs, Instant From, Instant To, ulong Seed, bool Hold, ArbSettings Settings,
    RiskLimits Limits, VenueSettings Venue, Amount Capital, decimal LatencyFactor, bool SkipIdle, VenueFaults Faults)
{
    /// <summary>Bars of the legs are this long.</summary>
    public static TimeSpan Bar => TimeSpan.FromMinutes(5);

    /// <summary>The settings in force: as given, or with every rule wide open for the baseline.</summary>
    public ArbSettings InForce => (Hold ? Open(Settings) : Settings) with { PredictedSource = PredictedSource.Settled };

    private static ArbSettings Open(ArbSettings settings) => settings with
    {
        MinApr = new(-1000m),
        ExitApr = new(-1000m),
        UrgentApr = new(1000m),
        CostFactor = 0m,
        ToxicBasis = new(1m),
        LiquidationDistance = Rate.Zero,
        HealthEntry = Rate.Zero,
        HealthReduce = Rate.Zero,
        HealthExit = Rate.Zero,
        WindowCoverage = Rate.Zero,
        NegativeCarry = false,
    };
}
