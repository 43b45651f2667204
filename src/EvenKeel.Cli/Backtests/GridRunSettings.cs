using EvenKeel.Grids;
using EvenKeel.Risk;
using EvenKeel.Settings;

namespace EvenKeel.Cli.Backtests;

/// <summary>All that <c>--set</c> and <c>--config</c> can change of a grid's run: strategy, limits and the replay
/// itself.</summary>
internal sealed record GridRunSettings(GridSettings Strategy, RiskLimits Limits, ReplaySettings Replay)
{
    public static GridRunSettings Default { get; } = new(new(), new(), new());

    public static SettingTable<GridRunSettings> Table { get; } = new(
        [
            .. GridSettingTable.Table.Settings.Select(s => RunSettings.Lift<GridRunSettings, GridSettings>(
                s, r => r.Strategy, (r, v) => r with { Strategy = v })),
            .. RiskLimits.Table.Settings.Select(s => RunSettings.Lift<GridRunSettings, RiskLimits>(
                s, r => r.Limits, (r, v) => r with { Limits = v })),
            .. ReplaySettings.All.Where(s => s.Name is "Capital" or "LatencyFactor" or "SkipIdle")
                .Select(s => RunSettings.Lift<GridRunSettings, ReplaySettings>(
                    s, r => r.Replay, (r, v) => r with { Replay = v })),
        ],
        [
            .. GridSettingTable.Table.Rules.Select(
                rule => RunSettings.Lift<GridRunSettings, GridSettings>(rule, r => r.Strategy)),
            .. RiskLimits.Table.Rules.Select(
                rule => RunSettings.Lift<GridRunSettings, RiskLimits>(rule, r => r.Limits)),
        ]);
}
