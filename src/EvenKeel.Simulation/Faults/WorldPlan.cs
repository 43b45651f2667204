using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>What one world is made of: a venue with one account, a pair, and the machine that carries it.</summary>
/// <param name="Venue">Rules, fees and delays.</param>
/// <param name="Wallet">What the account holds at the start.</param>
/// <param name="Rate">Settled before the start and foretold, per eight hours. [1]</param>
/// <param name="LatencyFactor">Stretches the latency of the wire. [1]</param>
/// <param name="StoreTakes">How long a write or an append takes.</param>
/// <param name="Timeout">How long the owner waits for an answer.</param>
/// <param name="Failover">From the death of an owner until the next one reads the row.</param>
/// <param name="PushTakes">How long a push is on its way to the owner; null: none come.</param>
public sealed record WorldPlan(
    ulong Seed, Instant Start, VenueSettings Venue, Symbol Symbol, ArbSettings Settings, RiskLimits Limits,
    IReadOnlyList<(Coin Coin, decimal Balance)> Wallet, Price Price, Rate Rate, decimal LatencyFactor,
    DelaySpan StoreTakes, TimeSpan Timeout, TimeSpan Failover, TimeSpan? PushTakes)
{
    /// <summary>When the reminder first rings, from the start; every minute from then on.</summary>
    public TimeSpan RemindsAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What plays a part of the protocol otherwise than it is.</summary>
    public WorldParts Parts { get; init; } = WorldParts.Right;

    /// <summary>One million in quote, BTC at 50 000 with a positive carry that pays, ten past the hour.</summary>
    public static WorldPlan Of(ulong seed, VenueSettings venue) => new(
        seed, Instant.At(2025, 3, 10, 12, 10), venue, new("BTCUSDT"),
        new() { Notional = new(15_000m) }, new(), [(venue.Quote.Value, 1_000_000m)], new(50_000m), new(0.0004m), 1m,
        new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(8)), TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(20));
}
