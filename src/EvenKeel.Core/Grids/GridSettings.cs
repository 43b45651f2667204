using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Settings;

namespace EvenKeel.Grids;

/// <summary>Every number that the grid's rules leave open. Ranges are in <see cref="GridSettingTable"/>; what is none
/// follows from the others and from the pair's price.</summary>
public sealed record GridSettings
{
    /// <summary>Which way it takes positions. Long.</summary>
    public GridMode Mode { get; init; } = GridMode.Long;

    /// <summary>How far the rungs are apart. Arithmetic.</summary>
    public GridSpacing Spacing { get; init; } = GridSpacing.Arithmetic;

    /// <summary>Distance of two rungs in quote; none: StepShare of the anchor. [quote/base] none.</summary>
    public Price? Step { get; init; }

    /// <summary>Distance of two rungs as a share of the price. [1] 0.005.</summary>
    public Rate StepShare { get; init; } = new(0.005m);

    /// <summary>Adaptive spacing is at least this many average true ranges. [1] 1.</summary>
    public decimal RangeScale { get; init; } = 1m;

    /// <summary>Bars that the average true range is taken over. 14.</summary>
    public int RangeBars { get; init; } = 14;

    /// <summary>Length of one of those bars. 1 h.</summary>
    public TimeSpan RangeBar { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A new ladder is laid only when the spacing wanted leaves the present one by more than this share. [1]
    /// 0.20.</summary>
    public Rate Regrid { get; init; } = new(0.20m);

    /// <summary>Most buying orders that rest at once. 10.</summary>
    public int LevelsBelow { get; init; } = 10;

    /// <summary>Most selling orders that rest at once. 10.</summary>
    public int LevelsAbove { get; init; } = 10;

    /// <summary>Lowest rung of a fixed range; none: the windows trail the price. [quote/base] none.</summary>
    public Price? RangeLower { get; init; }

    /// <summary>Highest rung of a fixed range; none: the windows trail the price. [quote/base] none.</summary>
    public Price? RangeUpper { get; init; }

    /// <summary>What is done when the price leaves the fixed range. Wait.</summary>
    public OutOfRange OutOfRange { get; init; } = OutOfRange.Wait;

    /// <summary>Worth of what one rung buys or sells. [quote] 500.</summary>
    public Amount QuotePerLevel { get; init; } = new(500m);

    /// <summary>Most that the net position may be worth, resting openings included; none: LevelsBelow (a short grid:
    /// LevelsAbove) × QuotePerLevel. [quote] none.</summary>
    public Amount? InventoryMax { get; init; }

    /// <summary>How far a full inventory shifts the ladder's centre against itself, as a share of the price. [1]
    /// 0.</summary>
    public Rate Skew { get; init; } = Rate.Zero;

    /// <summary>Opening sizes shrink by this many times the share of the price that the average true range is. [1]
    /// 0.</summary>
    public decimal SizeShrink { get; init; }

    /// <summary>The least share of the full size that an opening shrinks to. [1] 0.1.</summary>
    public Rate SizeFloor { get; init; } = new(0.1m);

    /// <summary>Least that one rung earns after both fees, as a share of its worth. [1] 0.0005.</summary>
    public Rate MinProfit { get; init; } = new(0.0005m);

    /// <summary>All is closed when more than this share of InventoryMax is lost; none: never. [1] none.</summary>
    public Rate? StopLoss { get; init; }

    /// <summary>All is closed when more than this share of InventoryMax is earned; none: never. [1] none.</summary>
    public Rate? TakeProfit { get; init; }

    /// <summary>An opening order nearer to the price than this share of the spacing waits. [1] 0.1.</summary>
    public Rate Near { get; init; } = new(0.1m);

    /// <summary>How far beyond the touch a closing takes when all is closed. [1] 0.005.</summary>
    public Rate CloseCap { get; init; } = new(0.005m);

    /// <summary>Openings, closings and cancels within a minute: all use it up, only openings wait. 240.</summary>
    public int OrdersPerMinuteMax { get; init; } = 240;

    /// <summary>How long new openings wait after one that came to nothing. 2 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the market is looked at when nothing else wakes the grid. 5 min.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>All that is wrong, as (field, value, rule); empty: nothing is.</summary>
    public ImmutableArray<SettingViolation> Validate() => GridSettingTable.Table.Validate(this);
}
