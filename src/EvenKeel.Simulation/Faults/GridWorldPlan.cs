using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The world of one grid: BTC at 50 000, three rungs of 100 on each side.</summary>
/// <param name="Market">That it trades on.</param>
public sealed record GridWorldPlan(ulong Seed, VenueSettings Venue, Market Market)
    : WorldPlan(Seed, Venue, new("BTCUSDT"), new(50_000m))
{
    public GridSettings Settings { get; init; } = new()
    {
        Step = new(100m),
        LevelsBelow = 3,
        LevelsAbove = 3,
        QuotePerLevel = new(500m),
        RetryPause = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>Average true range at the start; null: unknown. [quote/base]</summary>
    public Price? Range { get; init; }

    /// <summary>What plays a part of the protocol otherwise than it is.</summary>
    public WorldParts<Grid> Parts { get; init; } = new();
}
