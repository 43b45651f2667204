using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Settings;

namespace EvenKeel.Cli.Backtests;

/// <summary>What a replay assumes beside the strategy and the venue.</summary>
internal sealed record ReplaySettings
{
    /// <summary>What the account holds at the start. [quote] 100 000.</summary>
    public Amount Capital { get; init; } = new(100_000m);

    /// <summary>Of the wire's latency. [1] 1.</summary>
    public decimal LatencyFactor { get; init; } = 1m;

    /// <summary>Whether bars that cannot change a decision are passed over. true.</summary>
    public bool SkipIdle { get; init; } = true;

    /// <summary>Yearly interest on borrowed base coin; none: as the venue settings say. [1/year]</summary>
    public Rate? BorrowApr { get; init; }
}

/// <summary>All that <c>--set</c> and <c>--config</c> can change: strategy, limits and the replay itself.</summary>
internal sealed record RunSettings(ArbSettings Strategy, RiskLimits Limits, ReplaySettings Replay)
{
    public static RunSettings Default { get; } = new(new(), new(), new());

    public static SettingTable<RunSettings> Table { get; } = new(
        [
            .. ArbSettingTable.Table.Settings.Select(s => Lift(s, r => r.Strategy, (r, v) => r with { Strategy = v })),
            .. RiskLimits.Table.Settings
                .Where(s => ArbSettingTable.Table.Settings.All(a => a.Name != s.Name))
                .Select(s => Lift(s, r => r.Limits, (r, v) => r with { Limits = v })),
            .. Replays().Select(s => Lift(s, r => r.Replay, (r, v) => r with { Replay = v })),
        ],
        [
            .. ArbSettingTable.Table.Rules.Select(rule => Lift(rule, r => r.Strategy)),
            .. RiskLimits.Table.Rules.Select(rule => Lift(rule, r => r.Limits)),
        ]);

    private static Setting<ReplaySettings>[] Replays() =>
    [
        Setting.Number<ReplaySettings>(
            "Capital", "quote", 100m, 1_000_000_000m, r => r.Capital.Value, (r, v) => r with { Capital = new(v) }),
        Setting.Number<ReplaySettings>(
            "LatencyFactor", "1", 0.01m, 100m, r => r.LatencyFactor, (r, v) => r with { LatencyFactor = v }),
        Setting.Switch<ReplaySettings>("SkipIdle", r => r.SkipIdle, (r, v) => r with { SkipIdle = v }),
        Setting.NumberOrNone<ReplaySettings>(
            "BorrowApr", "1/year", 0m, 10m, r => r.BorrowApr?.Value,
            (r, v) => r with { BorrowApr = v is { } apr ? new Rate(apr) : null }),
    ];

    private static Setting<RunSettings> Lift<T>(
        Setting<T> setting, Func<RunSettings, T> get, Func<RunSettings, T, RunSettings> set)
        where T : class => new(
        setting.Name, setting.Unit, setting.Rule, r => setting.Show(get(r)),
        (r, text) => setting.Take(get(r), text) is { } next ? set(r, next) : null, r => setting.Holds(get(r)));

    private static SettingRule<RunSettings> Lift<T>(SettingRule<T> rule, Func<RunSettings, T> get) =>
        new(rule.Field, rule.Rule, r => rule.Holds(get(r)));
}
