using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Shell;

namespace EvenKeel.Cli.Grids;

/// <summary>One combination of the values that a sweep compares.</summary>
/// <param name="Changes">As <c>Name=Value</c>, in the order in which the names were given.</param>
/// <param name="Settings">With these values in force.</param>
internal sealed record Variation(IReadOnlyList<string> Changes, GridRunSettings Settings)
{
    private const int RunsMax = 2_000;

    /// <summary>Every combination of values, in the order in which they were given.</summary>
    /// <param name="varied">Each as <c>Name=A,B,C</c>.</param>
    /// <exception cref="CliError">A name or value cannot be taken, or is given twice.</exception>
    public static IReadOnlyList<Variation> All(GridRunSettings settings, IEnumerable<string> varied)
    {
        List<Variation> all = [new([], settings)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in varied)
        {
            var at = one.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == one.Length - 1)
            {
                throw new CliError($"--vary \"{one}\" must be Name=A,B,C");
            }

            var (name, values) = (one[..at].Trim(), one[(at + 1)..].Split(',', StringSplitOptions.TrimEntries));
            if (!names.Add(name))
            {
                throw new CliError($"--vary \"{one}\" must name {name} once");
            }

            Check(settings, name, values);
            if (all.Count * values.Length > RunsMax)
            {
                throw new CliError($"--vary gives more than {RunsMax} combinations");
            }

            all = [.. all.SelectMany(v => values.Select(value => v.With(name, value)))];
        }

        return all;
    }

    /// <summary>Each value can be taken and means another than the ones before: 0.5 and 0.50 are one.</summary>
    private static void Check(GridRunSettings settings, string name, IEnumerable<string> values)
    {
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var next = GridRunSettings.Table.Set(settings, name, value);
            if (next.Violation is { } violation)
            {
                throw new CliError($"--vary {violation}");
            }

            var setting = GridRunSettings.Table.Settings.Single(
                s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
            if (!meant.Add(setting.Show(next.Settings)))
            {
                throw new CliError($"--vary {name} = {value}: must be given once");
            }
        }
    }

    private Variation With(string name, string value) =>
        new([.. Changes, $"{name}={value}"], GridRunSettings.Table.Set(Settings, name, value).Settings);
}
