using EvenKeel.Funding;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The world of one carry: BTC at 50 000, and a rate that pays.</summary>
public sealed record CarryWorldPlan(ulong Seed, VenueSettings Venue)
    : WorldPlan(Seed, Venue, new("BTCUSDT"), new(50_000m))
{
    public ArbSettings Settings { get; init; } = new() { Notional = new(15_000m) };

    /// <summary>What plays a part of the protocol otherwise than it is.</summary>
    public WorldParts<Carry> Parts { get; init; } = new();
}
