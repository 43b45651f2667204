using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Grids;
using EvenKeel.Risk;
using EvenKeel.Settings;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace EvenKeel.Host.Settings;

/// <summary>Everything that can be set, read once at the start and checked before anything else happens.</summary>
internal sealed record ServiceOptions(
    ServiceSettings Service, StoreSettings Store, PaperSettings Paper, ArbSettings Carry, GridSettings Grid,
    RiskLimits Risk);

/// <summary>Reads the sections of the settings: files first, then the environment, then the command line.</summary>
internal static class SettingsReading
{
    private static readonly string[] s_sections = ["Service", "Store", "Paper", "Carry", "Grid", "Risk"];

    /// <summary>Sections that the runtime reads itself.</summary>
    private static readonly string[] s_others = ["Logging", "Kestrel", "Orleans"];

    /// <exception cref="SettingsRefusedException">Names everything that is wrong, not only the first.</exception>
    public static ServiceOptions ReadService(this IConfiguration configuration)
    {
        var violations = ImmutableArray.CreateBuilder<SettingViolation>();
        var options = new ServiceOptions(
            Read(configuration, "Service", new(), ServiceSettings.Table, violations),
            Read(configuration, "Store", new(), StoreSettings.Table, violations),
            Read(configuration, "Paper", new(), PaperSettings.Table, violations),
            Read(configuration, "Carry", new(), ArbSettingTable.Table, violations),
            Read(configuration, "Grid", new(), GridSettingTable.Table, violations),
            Read(configuration, "Risk", new(), RiskLimits.Table, violations));
        violations.AddRange(UnknownSections(configuration));
        if (Path.GetFullPath(options.Store.FilePath) == Path.GetFullPath(options.Paper.FilePath))
        {
            violations.Add(new("Paper:FilePath", options.Paper.FilePath, "must not be the file of Store:FilePath"));
        }

        return violations.Count == 0 ? options : throw new SettingsRefusedException(violations.ToImmutable());
    }

    /// <summary>What was meant for a section and misses it. The environment holds what belongs to others as well, so
    /// files and the command line alone are looked at.</summary>
    private static IEnumerable<SettingViolation> UnknownSections(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers
            .Where(p => p is not EnvironmentVariablesConfigurationProvider)
            .SelectMany(p => p.GetChildKeys([], null).Where(section => p.GetChildKeys([], section).Any()))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(s => !s_sections.Concat(s_others).Contains(s, StringComparer.OrdinalIgnoreCase))
            .Select(s => new SettingViolation(
                s, "(section)", $"is no section of settings; known are {string.Join(", ", s_sections)}")) ?? [];

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
