using EvenKeel.Markets;
using EvenKeel.Settings;
using static EvenKeel.Settings.Setting;

namespace EvenKeel.Funding;

/// <summary>Names, units and ranges of <see cref="ArbSettings"/>, and the rules between them.</summary>
public static class ArbSettingTable
{
    private const decimal Billion = 1_000_000_000m;

    public static SettingTable<ArbSettings> Table { get; } = new(
        [.. Rates(), .. Sizes(), .. Health(), .. Ages(), .. Orders(), .. Borrowing()],
        [
            new("ExitApr", "must be below MinApr", s => s.ExitApr < s.MinApr),
            new("HealthReduce", "must not be above HealthEntry", s => s.HealthReduce <= s.HealthEntry),
            new("HealthExit", "must be below HealthReduce", s => s.HealthExit < s.HealthReduce),
            new("WideCap", "must not be below NormalCap", s => s.WideCap >= s.NormalCap),
            new("EmergencyCap", "must not be below WideCap", s => s.EmergencyCap >= s.WideCap),
        ]);

    private static IEnumerable<Setting<ArbSettings>> Rates() =>
    [
        Share("MinApr", "1/year", -10m, 100m, s => s.MinApr, (s, v) => s with { MinApr = v }),
        Number<ArbSettings>("HoldDays", "days", 0.01m, 3650m, s => s.HoldDays, (s, v) => s with { HoldDays = v }),
        Number<ArbSettings>("CostFactor", "1", 0m, 100m, s => s.CostFactor, (s, v) => s with { CostFactor = v }),
        Number<ArbSettings>(
            "ResizeCostFactor", "1", 0m, 100m, s => s.ResizeCostFactor, (s, v) => s with { ResizeCostFactor = v }),
        Share("ExitApr", "1/year", -100m, 100m, s => s.ExitApr, (s, v) => s with { ExitApr = v }),
        Share("UrgentApr", "1/year", 0m, 100m, s => s.UrgentApr, (s, v) => s with { UrgentApr = v }),
        Span<ArbSettings>(
            "Window", TimeSpan.FromHours(1), TimeSpan.FromDays(90), s => s.Window, (s, v) => s with { Window = v }),
        Share("WindowCoverage", "1", 0m, 1m, s => s.WindowCoverage, (s, v) => s with { WindowCoverage = v }),
        Share("ToxicBasis", "1", 0m, 1m, s => s.ToxicBasis, (s, v) => s with { ToxicBasis = v }),
        Count<ArbSettings>("ToxicWindows", 1, 1000, s => s.ToxicWindows, (s, v) => s with { ToxicWindows = v }),
        Span<ArbSettings>(
            "ToxicWindow", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), s => s.ToxicWindow,
            (s, v) => s with { ToxicWindow = v }),
        Word<ArbSettings, PredictedSource>(
            "PredictedSource", s => s.PredictedSource, (s, v) => s with { PredictedSource = v }),
    ];

    private static IEnumerable<Setting<ArbSettings>> Sizes() =>
    [
        Money("Notional", s => s.Notional, (s, v) => s with { Notional = v }),
        Money("SliceMax", s => s.SliceMax, (s, v) => s with { SliceMax = v }),
        Share("Hysteresis", "1", 0m, 1m, s => s.Hysteresis, (s, v) => s with { Hysteresis = v }),
    ];

    private static IEnumerable<Setting<ArbSettings>> Health() =>
    [
        Share(
            "LiquidationDistance", "1", 0m, 1m, s => s.LiquidationDistance,
            (s, v) => s with { LiquidationDistance = v }),
        Share("HealthEntry", "1", 0m, 1m, s => s.HealthEntry, (s, v) => s with { HealthEntry = v }),
        Share("HealthReduce", "1", 0m, 1m, s => s.HealthReduce, (s, v) => s with { HealthReduce = v }),
        Share("HealthExit", "1", 0m, 1m, s => s.HealthExit, (s, v) => s with { HealthExit = v }),
        Span<ArbSettings>(
            "ReduceCoolDown", TimeSpan.Zero, TimeSpan.FromDays(7), s => s.ReduceCoolDown,
            (s, v) => s with { ReduceCoolDown = v }),
    ];

    private static IEnumerable<Setting<ArbSettings>> Ages() =>
    [
        Age("QuoteAgeMax", s => s.QuoteAgeMax, (s, v) => s with { QuoteAgeMax = v }),
        Age("MarkAgeMax", s => s.MarkAgeMax, (s, v) => s with { MarkAgeMax = v }),
        Age("AccountAgeMax", s => s.AccountAgeMax, (s, v) => s with { AccountAgeMax = v }),
        Age("PredictedAgeMax", s => s.PredictedAgeMax, (s, v) => s with { PredictedAgeMax = v }),
        Age("BorrowAgeMax", s => s.BorrowAgeMax, (s, v) => s with { BorrowAgeMax = v }),
    ];

    private static IEnumerable<Setting<ArbSettings>> Orders() =>
    [
        Count<ArbSettings>("HedgeTriesMax", 1, 100, s => s.HedgeTriesMax, (s, v) => s with { HedgeTriesMax = v }),
        Span<ArbSettings>(
            "HedgeTime", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), s => s.HedgeTime,
            (s, v) => s with { HedgeTime = v }),
        Share("NormalCap", "1", 0m, 0.5m, s => s.NormalCap, (s, v) => s with { NormalCap = v }),
        Share("WideCap", "1", 0m, 0.5m, s => s.WideCap, (s, v) => s with { WideCap = v }),
        Share("EmergencyCap", "1", 0m, 0.5m, s => s.EmergencyCap, (s, v) => s with { EmergencyCap = v }),
        Word<ArbSettings, EntryStyle>("Style", s => s.Style, (s, v) => s with { Style = v }),
        Word<ArbSettings, Market>("Lead", s => s.Lead, (s, v) => s with { Lead = v }),
        Span<ArbSettings>(
            "PatientTime", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), s => s.PatientTime,
            (s, v) => s with { PatientTime = v }),
        Span<ArbSettings>(
            "RetryPause", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), s => s.RetryPause,
            (s, v) => s with { RetryPause = v }),
        Span<ArbSettings>(
            "RecvWindow", TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), s => s.RecvWindow,
            (s, v) => s with { RecvWindow = v }),
        Span<ArbSettings>(
            "VisibilityDelay", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), s => s.VisibilityDelay,
            (s, v) => s with { VisibilityDelay = v }),
    ];

    private static IEnumerable<Setting<ArbSettings>> Borrowing() =>
    [
        Switch<ArbSettings>("NegativeCarry", s => s.NegativeCarry, (s, v) => s with { NegativeCarry = v }),
        Share("BorrowHourlyMax", "1/h", 0m, 0.1m, s => s.BorrowHourlyMax, (s, v) => s with { BorrowHourlyMax = v }),
        NumberOrNone<ArbSettings>(
            "QuoteBorrowApr", "1/year", 0m, 100m, s => s.QuoteBorrowApr?.Value,
            (s, v) => s with { QuoteBorrowApr = v is { } rate ? new Rate(rate) : null }),
    ];

    private static Setting<ArbSettings> Share(
        string name, string unit, decimal min, decimal max, Func<ArbSettings, Rate> get,
        Func<ArbSettings, Rate, ArbSettings> set) =>
        Number<ArbSettings>(name, unit, min, max, s => get(s).Value, (s, v) => set(s, new(v)));

    private static Setting<ArbSettings> Money(
        string name, Func<ArbSettings, Amount> get, Func<ArbSettings, Amount, ArbSettings> set) =>
        Number<ArbSettings>(name, "quote", 1m, Billion, s => get(s).Value, (s, v) => set(s, new(v)));

    private static Setting<ArbSettings> Age(
        string name, Func<ArbSettings, TimeSpan> get, Func<ArbSettings, TimeSpan, ArbSettings> set) =>
        Span(name, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), get, set);
}
