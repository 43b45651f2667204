using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Settings;
using static EvenKeel.Settings.Setting;

namespace EvenKeel.Risk;

/// <summary>What binds orders that raise risk; closing and hedging orders are bound by none of it.</summary>
public sealed record RiskLimits
{
    /// <summary>Most of one order. [quote] 50 000.</summary>
    public Amount OrderNotionalMax { get; init; } = new(50_000m);

    /// <summary>Most of one leg of one pair, with the order wholly filled. [quote] 250 000.</summary>
    public Amount PositionNotionalMax { get; init; } = new(250_000m);

    /// <summary>Farthest limit price from the mark. [1] 0.05.</summary>
    public Rate PriceCollar { get; init; } = new(0.05m);

    /// <summary>Open orders, those about to be sent included. 50.</summary>
    public int OpenOrdersMax { get; init; } = 50;

    /// <summary>Orders sent within a second. 10.</summary>
    public int OrdersPerSecondMax { get; init; } = 10;

    /// <summary>How many of those are kept for closes, hedges and cancels. 4.</summary>
    public int OrdersPerSecondReserve { get; init; } = 4;

    /// <summary>The same order, decided again within this time, is one decision acted on twice. 100 ms.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Oldest quotes of the order's market. 2 s.</summary>
    public TimeSpan QuoteAgeMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Oldest mark. 5 s.</summary>
    public TimeSpan MarkAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Oldest reading of the account. 10 s.</summary>
    public TimeSpan AccountAgeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pairs that may be traded; null: every pair that has a plan.</summary>
    public ImmutableArray<Symbol>? Allowed { get; init; }

    /// <summary>Names, units and ranges.</summary>
    public static SettingTable<RiskLimits> Table { get; } = new(
        [.. Sizes(), .. Counts(), .. Ages()],
        [
            new("OrdersPerSecondReserve", "must be below OrdersPerSecondMax",
                l => l.OrdersPerSecondReserve < l.OrdersPerSecondMax),
            new("OrderNotionalMax", "must not be above PositionNotionalMax",
                l => l.OrderNotionalMax <= l.PositionNotionalMax),
        ]);

    /// <summary>All that is wrong, as (field, value, rule); empty: nothing is.</summary>
    public ImmutableArray<SettingViolation> Validate() => Table.Validate(this);

    private static IEnumerable<Setting<RiskLimits>> Sizes() =>
    [
        Number<RiskLimits>(
            "OrderNotionalMax", "quote", 1m, 1_000_000_000m, l => l.OrderNotionalMax.Value,
            (l, v) => l with { OrderNotionalMax = new(v) }),
        Number<RiskLimits>(
            "PositionNotionalMax", "quote", 1m, 1_000_000_000m, l => l.PositionNotionalMax.Value,
            (l, v) => l with { PositionNotionalMax = new(v) }),
        Number<RiskLimits>(
            "PriceCollar", "1", 0m, 0.5m, l => l.PriceCollar.Value, (l, v) => l with { PriceCollar = new(v) }),
    ];

    private static IEnumerable<Setting<RiskLimits>> Counts() =>
    [
        Count<RiskLimits>("OpenOrdersMax", 1, 500, l => l.OpenOrdersMax, (l, v) => l with { OpenOrdersMax = v }),
        Count<RiskLimits>(
            "OrdersPerSecondMax", 1, 1000, l => l.OrdersPerSecondMax, (l, v) => l with { OrdersPerSecondMax = v }),
        Count<RiskLimits>(
            "OrdersPerSecondReserve", 0, 1000, l => l.OrdersPerSecondReserve,
            (l, v) => l with { OrdersPerSecondReserve = v }),
    ];

    private static IEnumerable<Setting<RiskLimits>> Ages() =>
    [
        Span<RiskLimits>(
            "DuplicateWindow", TimeSpan.Zero, TimeSpan.FromSeconds(1), l => l.DuplicateWindow,
            (l, v) => l with { DuplicateWindow = v }),
        Age("QuoteAgeMax", l => l.QuoteAgeMax, (l, v) => l with { QuoteAgeMax = v }),
        Age("MarkAgeMax", l => l.MarkAgeMax, (l, v) => l with { MarkAgeMax = v }),
        Age("AccountAgeMax", l => l.AccountAgeMax, (l, v) => l with { AccountAgeMax = v }),
    ];

    private static Setting<RiskLimits> Age(
        string name, Func<RiskLimits, TimeSpan> get, Func<RiskLimits, TimeSpan, RiskLimits> set) =>
        Span(name, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), get, set);
}
