using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>What is around the machine of one world: a venue with one account, a pair, a store and a wire.</summary>
/// <param name="Venue">Rules, fees and delays.</param>
/// <param name="Price">Around which both legs are quoted at first.</param>
public abstract record WorldPlan(ulong Seed, VenueSettings Venue, Symbol Symbol, Price Price)
{
    /// <summary>Ten past the hour.</summary>
    public Instant Start { get; init; } = Instant.At(2025, 3, 10, 12, 10);

    /// <summary>What the account holds at the start: one million in quote.</summary>
    public IReadOnlyList<(Coin Coin, decimal Balance)> Wallet { get; init; } = [(Venue.Quote.Value, 1_000_000m)];

    public RiskLimits Limits { get; init; } = new();

    /// <summary>Settled before the start and foretold, per eight hours. [1]</summary>
    public Rate Rate { get; init; } = new(0.0004m);

    /// <summary>Stretches the latency of the wire. [1]</summary>
    public decimal LatencyFactor { get; init; } = 1m;

    /// <summary>How long a write or an append takes.</summary>
    public DelaySpan StoreTakes { get; init; } = new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(8));

    /// <summary>How long the owner waits for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From the death of an owner until the next one reads the row.</summary>
    public TimeSpan Failover { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a push is on its way to the owner; null: none come.</summary>
    public TimeSpan? PushTakes { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>When the reminder first rings, from the start; every minute from then on.</summary>
    public TimeSpan RemindsAfter { get; init; } = TimeSpan.FromMinutes(1);
}
