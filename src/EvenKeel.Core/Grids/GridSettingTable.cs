using EvenKeel.Markets;
using EvenKeel.Settings;
using static EvenKeel.Settings.Setting;

namespace EvenKeel.Grids;

/// <summary>Names, units and ranges of <see cref="GridSettings"/>.</summary>
public static class GridSettingTable
{
    private const decimal Billion = 1_000_000_000m;

    public static SettingTable<GridSettings> Table { get; } = new(
        [.. Spacings(), .. Windows(), .. Sizes(), .. Ends(), .. Orders()],
        [
            new("RangeUpper", "must be given together with RangeLower",
                s => s.RangeLower is null == s.RangeUpper is null),
            new("RangeUpper", "must be above RangeLower",
                s => s.RangeLower is not { } lower || s.RangeUpper is not { } upper || upper > lower),
        ]);

    private static IEnumerable<Setting<GridSettings>> Spacings() =>
    [
        Word<GridSettings, GridMode>("Mode", s => s.Mode, (s, v) => s with { Mode = v }),
        Word<GridSettings, GridSpacing>("Spacing", s => s.Spacing, (s, v) => s with { Spacing = v }),
        PriceOrNone("Step", s => s.Step, (s, v) => s with { Step = v }),
        Share("StepShare", 0.0001m, 0.5m, s => s.StepShare, (s, v) => s with { StepShare = v }),
        Number<GridSettings>("RangeScale", "1", 0.01m, 100m, s => s.RangeScale, (s, v) => s with { RangeScale = v }),
        Count<GridSettings>("RangeBars", 2, 500, s => s.RangeBars, (s, v) => s with { RangeBars = v }),
        Span<GridSettings>(
            "RangeBar", TimeSpan.FromMinutes(5), TimeSpan.FromDays(1), s => s.RangeBar,
            (s, v) => s with { RangeBar = v }),
        Share("Regrid", 0.01m, 10m, s => s.Regrid, (s, v) => s with { Regrid = v }),
    ];

    private static IEnumerable<Setting<GridSettings>> Windows() =>
    [
        Count<GridSettings>("LevelsBelow", 1, 200, s => s.LevelsBelow, (s, v) => s with { LevelsBelow = v }),
        Count<GridSettings>("LevelsAbove", 1, 200, s => s.LevelsAbove, (s, v) => s with { LevelsAbove = v }),
        PriceOrNone("RangeLower", s => s.RangeLower, (s, v) => s with { RangeLower = v }),
        PriceOrNone("RangeUpper", s => s.RangeUpper, (s, v) => s with { RangeUpper = v }),
        Word<GridSettings, OutOfRange>("OutOfRange", s => s.OutOfRange, (s, v) => s with { OutOfRange = v }),
    ];

    private static IEnumerable<Setting<GridSettings>> Sizes() =>
    [
        Number<GridSettings>(
            "QuotePerLevel", "quote", 1m, Billion, s => s.QuotePerLevel.Value,
            (s, v) => s with { QuotePerLevel = new(v) }),
        NumberOrNone<GridSettings>(
            "InventoryMax", "quote", 1m, Billion, s => s.InventoryMax?.Value,
            (s, v) => s with { InventoryMax = v is { } max ? new Amount(max) : null }),
        Share("Skew", 0m, 1m, s => s.Skew, (s, v) => s with { Skew = v }),
        Number<GridSettings>("SizeShrink", "1", 0m, 1000m, s => s.SizeShrink, (s, v) => s with { SizeShrink = v }),
        Share("SizeFloor", 0.01m, 1m, s => s.SizeFloor, (s, v) => s with { SizeFloor = v }),
    ];

    private static IEnumerable<Setting<GridSettings>> Ends() =>
    [
        Share("MinProfit", 0m, 0.5m, s => s.MinProfit, (s, v) => s with { MinProfit = v }),
        ShareOrNone("StopLoss", s => s.StopLoss, (s, v) => s with { StopLoss = v }),
        ShareOrNone("TakeProfit", s => s.TakeProfit, (s, v) => s with { TakeProfit = v }),
    ];

    private static IEnumerable<Setting<GridSettings>> Orders() =>
    [
        Share("Near", 0m, 0.5m, s => s.Near, (s, v) => s with { Near = v }),
        Share("CloseCap", 0m, 0.5m, s => s.CloseCap, (s, v) => s with { CloseCap = v }),
        Count<GridSettings>(
            "OrdersPerMinuteMax", 10, 6000, s => s.OrdersPerMinuteMax, (s, v) => s with { OrdersPerMinuteMax = v }),
        Span<GridSettings>(
            "RetryPause", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), s => s.RetryPause,
            (s, v) => s with { RetryPause = v }),
        Span<GridSettings>(
            "LookEvery", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), s => s.LookEvery,
            (s, v) => s with { LookEvery = v }),
    ];

    private static Setting<GridSettings> Share(
        string name, decimal min, decimal max, Func<GridSettings, Rate> get,
        Func<GridSettings, Rate, GridSettings> set) =>
        Number<GridSettings>(name, "1", min, max, s => get(s).Value, (s, v) => set(s, new(v)));

    private static Setting<GridSettings> ShareOrNone(
        string name, Func<GridSettings, Rate?> get, Func<GridSettings, Rate?, GridSettings> set) =>
        NumberOrNone<GridSettings>(
            name, "1", 0.0001m, 100m, s => get(s)?.Value, (s, v) => set(s, v is { } share ? new Rate(share) : null));

    private static Setting<GridSettings> PriceOrNone(
        string name, Func<GridSettings, Price?> get, Func<GridSettings, Price?, GridSettings> set) =>
        NumberOrNone<GridSettings>(
            name, "quote/base", 0.00000001m, Billion, s => get(s)?.Value,
            (s, v) => set(s, v is { } price ? new Price(price) : null));
}
