using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Risk;
using EvenKeel.Settings;

namespace EvenKeel.Host.Settings;

/// <summary>Everything that can be set, read once at the start and checked before anything else happens.</summary>
internal sealed record ServiceOptions(
    ServiceSettings Service, StoreSettings Store, PaperSettings Paper, ArbSettings Carry, RiskLimits Risk);

/// <summary>Reads the sections of the settings: files first, then the environment, then the command line.</summary>
internal static class SettingsReading
{
    /// <exception cref="SettingsRefusedException">Names everything that is wrong, not only the first.</exception>
    public static ServiceOptions ReadService(this IConfiguration configuration)
    {
        var violations = ImmutableArray.CreateBuilder<SettingViolation>();
        var options = new ServiceOptions(
            Read(configuration, "Service", new(), ServiceSettings.Table, violations),
            configuration.GetSection("Store").Get<StoreSettings>() ?? new(),
            Read(configuration, "Paper", new(), PaperSettings.Table, violations),
            Read(configuration, "Carry", new(), ArbSettingTable.Table, violations),
            Read(configuration, "Risk", new(), RiskLimits.Table, violations));
        return violations.Count == 0 ? options : throw new SettingsRefusedException(violations.ToImmutable());
    }

    private static T Read<T>(
        IConfiguration configuration, string section, T settings, SettingTable<T> table,
        ImmutableArray<SettingViolation>.Builder violations)
        where T : class
    {
        foreach (var (name, text) in configuration.GetSection(section).AsEnumerable(makePathsRelative: true))
        {
            if (text is null)
            {
                continue;
            }

            var change = table.Set(settings, name, text);
            settings = change.Settings;
            Add(change.Violation);
        }

        foreach (var broken in table.Validate(settings))
        {
            Add(broken);
        }

        return settings;

        void Add(SettingViolation? violation)
        {
            if (violation is not null)
            {
                violations.Add(violation with { Field = $"{section}:{violation.Field}" });
            }
        }
    }
}
