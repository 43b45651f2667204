using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>The world that an errand of a grid needs.</summary>
internal static class GridErrand
{
    /// <summary>On each side, at most, of a window that a price gap goes through.</summary>
    private const int Widest = 14;
    private static readonly Price s_step = new(100m);

    /// <summary>Fees are higher there.</summary>
    private static readonly Price s_stepOnSpot = new(150m);

    public static GridWorldPlan Of(StormPlan plan, VenueSettings venue)
    {
        var world = new GridWorldPlan(plan.Seed, venue, Market.Linear)
        {
            Start = plan.Start,
            RemindsAfter = TimeSpan.FromMilliseconds(1_000 + (long)(plan.Seed % 15_000)),
        };
        var settings = world.Settings with { Mode = GridMode.Neutral, LookEvery = TimeSpan.FromSeconds(20) };
        return plan.Errand switch
        {
            Errand.GridLife => Life(world, Chance.Of(plan.Seed, "grid"), (1, 5)),
            Errand.GridWide => Trailing(Life(world, Chance.Of(plan.Seed, "grid"), (GridTrouble.RungsOfGap, Widest))),
            Errand.GridRegrid => world with
            {
                Settings = settings with { Spacing = GridSpacing.Adaptive },
                Range = s_step,
            },
            Errand.GridSpot => world with
            {
                Market = Market.Spot,
                Settings = settings with { Mode = GridMode.Long, Step = s_stepOnSpot },
            },
            _ => world with { Settings = settings },
        };
    }

    /// <summary>No range that is fixed: none has room for so many rungs.</summary>
    private static GridWorldPlan Trailing(GridWorldPlan world) =>
        world with { Settings = world.Settings with { RangeLower = null, RangeUpper = null } };

    /// <param name="levels">On each side, at least and at most.</param>
    private static GridWorldPlan Life(GridWorldPlan world, Chance chance, (int Least, int Most) levels)
    {
        var market = chance.Happens(0.4) ? Market.Spot : Market.Linear;
        var step = new Price(market == Market.Spot ? chance.Between(125, 260) : chance.Between(50, 200));
        // A fixed range now and then: what leaves it waits, trails or closes.
        var ranged = chance.Happens(0.25);
        var half = step * chance.Between(2, 6);
        var settings = new GridSettings
        {
            Mode = market == Market.Spot ? GridMode.Long : (GridMode)chance.Below(3),
            Spacing = (GridSpacing)chance.Below(3),
            Step = chance.Happens(0.8) ? step : null,
            StepShare = new(step.Value / world.Price.Value),
            LevelsBelow = (int)chance.Between(levels.Least, levels.Most),
            LevelsAbove = (int)chance.Between(levels.Least, levels.Most),
            RangeLower = ranged ? world.Price - half : null,
            RangeUpper = ranged ? world.Price + half : null,
            OutOfRange = (OutOfRange)chance.Below(3),
            QuotePerLevel = new(chance.Between(110, 1_500)),
            Skew = chance.Happens(0.3) ? new(0.0005m * chance.Between(1, 8)) : Rate.Zero,
            SizeShrink = chance.Happens(0.3) ? chance.Between(1, 100) : 0m,
            StopLoss = chance.Happens(0.15) ? new(0.002m * chance.Between(1, 20)) : null,
            TakeProfit = chance.Happens(0.1) ? new(0.001m * chance.Between(1, 20)) : null,
            RetryPause = TimeSpan.FromMilliseconds(chance.Between(100, 3_000)),
            OrdersPerMinuteMax = chance.Happens(0.2) ? 30 : 240,
            LookEvery = chance.Happens(0.5) ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(chance.Between(1, 20)),
        };
        return world with
        {
            Market = market,
            Settings = settings,
            Range = chance.Happens(0.2) ? null : step * (0.01m * chance.Between(50, 150)),
            Limits = chance.Happens(0.5) ? world.Limits : world.Limits with { OrdersPerSecondMax = 60 },
        };
    }
}
