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

    /// <summary>Names, units and ranges.</summary>
    public static Setting<ReplaySettings>[] All { get; } =
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
}

/// <summary>All that <c>--set</c> and <c>--config</c> can change: strategy, limits and the replay itself.</summary>
internal sealed record RunSettings(ArbSettings Strategy, RiskLimits Limits, ReplaySettings Replay)
{
    public static RunSettings Default { get; } =
        new(new() { PredictedSource = PredictedSource.Settled }, new(), new());

    public static SettingTable<RunSettings> Table { get; } = new(
        [
            .. Strategies().Select(s => Limitings().Where(l => l.Name == s.Name).Aggregate(s, Both)),
            .. Limitings().Where(l => Strategies().All(s => s.Name != l.Name)),
            .. ReplaySettings.All.Select(s => Lift<RunSettings, ReplaySettings>(
                s, r => r.Replay, (r, v) => r with { Replay = v })),
        ],
        [
            .. ArbSettingTable.Table.Rules.Select(rule => Lift<RunSettings, ArbSettings>(rule, r => r.Strategy)),
            .. RiskLimits.Table.Rules.Select(rule => Lift<RunSettings, RiskLimits>(rule, r => r.Limits)),
            new("PredictedSource", "must be Settled: a tape has no rate before it is settled",
                r => r.Strategy.PredictedSource == PredictedSource.Settled),
        ]);

    private static IEnumerable<Setting<RunSettings>> Strategies() =>
        ArbSettingTable.Table.Settings.Select(s => Lift<RunSettings, ArbSettings>(
            s, r => r.Strategy, (r, v) => r with { Strategy = v }));

    private static IEnumerable<Setting<RunSettings>> Limitings() =>
        RiskLimits.Table.Settings.Select(s => Lift<RunSettings, RiskLimits>(
            s, r => r.Limits, (r, v) => r with { Limits = v }));

    /// <summary>What strategy and gate call by one name is set for both.</summary>
    private static Setting<RunSettings> Both(Setting<RunSettings> strategy, Setting<RunSettings> gate) => strategy with
    {
        Take = (r, text) => strategy.Take(r, text) is { } next ? gate.Take(next, text) : null,
        Holds = r => strategy.Holds(r) && gate.Holds(r),
    };

    /// <summary>A setting of a part as one of the whole.</summary>
    internal static Setting<TRun> Lift<TRun, T>(Setting<T> setting, Func<TRun, T> get, Func<TRun, T, TRun> set)
        where TRun : class
        where T : class => new(
        setting.Name, setting.Unit, setting.Rule, r => setting.Show(get(r)),
        (r, text) => setting.Take(get(r), text) is { } next ? set(r, next) : null, r => setting.Holds(get(r)));

    /// <summary>A rule of a part as one of the whole.</summary>
    internal static SettingRule<TRun> Lift<TRun, T>(SettingRule<T> rule, Func<TRun, T> get) =>
        new(rule.Field, rule.Rule, r => rule.Holds(get(r)));
}
