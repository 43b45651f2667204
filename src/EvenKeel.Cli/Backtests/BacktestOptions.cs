using System.CommandLine;
using System.Globalization;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;
using EvenKeel.Settings;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Backtests;

/// <summary>The options that every backtest has, and what they say.</summary>
internal sealed class BacktestOptions
{
    public Option<string?> Data { get; } = Options.Data();

    public Option<bool> Made { get; } = new("--synthetic")
    {
        Description = "Make the tape up from the seed, also where recorded data is known.",
    };

    public Option<bool> Json { get; } = Options.Json();

    public Option<string> From { get; } = new("--from")
    {
        Description = "First day, UTC.",
        DefaultValueFactory = _ => "2025-01-01",
        HelpName = "yyyy-MM-dd",
    };

    public Option<string> To { get; } = new("--to")
    {
        Description = "The day at whose start the replay ends, UTC.",
        DefaultValueFactory = _ => "2025-08-01",
        HelpName = "yyyy-MM-dd",
    };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "A flat JSON object of settings.",
        HelpName = "FILE",
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "One setting; may be repeated. An unknown name lists the known ones.",
        HelpName = "Name=Value",
    };

    public Option<string?> Venue { get; } = new("--venue")
    {
        Description = "The simulated venue's settings, in place of the built-in ones.",
        HelpName = "FILE",
    };

    public Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Decides the path inside each bar, the latency, and a synthetic tape.",
        DefaultValueFactory = _ => 1,
        CustomParser = Options.WholeNumber,
        HelpName = "N",
    };

    public Option<string?> Orders { get; } = new("--orders")
    {
        Description = "Write every order and fill as CSV.",
        HelpName = "FILE",
    };

    public Option<string?> Ledger { get; } = new("--ledger")
    {
        Description = "Write every flow as CSV.",
        HelpName = "FILE",
    };

    public Option<string?> Report { get; } = new("--report")
    {
        Description = "Write a report with plots as one HTML file.",
        HelpName = "FILE.html",
    };

    public IEnumerable<Option> All =>
        [Data, Made, From, To, Config, Set, Venue, Seed, Orders, Ledger, Report, Json];

    /// <summary>Begin and end of the replay, at least a day apart.</summary>
    public (Instant From, Instant To) SpanOf(ParseResult parsed)
    {
        var (from, to) = (Day("--from", parsed.GetValue(From)!), Day("--to", parsed.GetValue(To)!));
        return to > from
            ? (from, to)
            : throw new CliError($"--to \"{parsed.GetValue(To)}\" must be after --from \"{parsed.GetValue(From)}\"");
    }

    /// <summary>The settings in force: the defaults, over them the file, over it each <c>--set</c>.</summary>
    public T SettingsOf<T>(ParseResult parsed, SettingTable<T> table, T settings)
        where T : class
    {
        if (parsed.GetValue(Config) is { } file)
        {
            var reading = table.Read(settings, TextFile.Read("--config", file));
            Refuse(file + ":", reading.Violations);
            settings = reading.Settings;
        }

        foreach (var change in parsed.GetValue(Set) ?? [])
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new CliError($"--set \"{change}\" must be Name=Value");
            }

            var next = table.Set(settings, change[..at], change[(at + 1)..]);
            settings = next.Violation is { } violation ? throw new CliError($"--set {violation}") : next.Settings;
        }

        Refuse("--set", table.Validate(settings));
        return settings;
    }

    /// <summary>The venue's terms, with the borrow rate that the settings put in their place.</summary>
    public VenueSettings VenueOf(ParseResult parsed, ReplaySettings settings)
    {
        var venue = VenueSettings.Default;
        if (parsed.GetValue(Venue) is { } file)
        {
            try
            {
                venue = VenueSettingsFile.Read(TextFile.Read("--venue", file));
            }
            catch (VenueSettingsException e)
            {
                throw new CliError($"{file}: {e.Message}");
            }
        }

        return settings.BorrowApr is { } apr
            ? VenueAssumptions.WithBorrowRate(venue, new(apr.Value / 8760m), "--set BorrowApr")
            : venue;
    }

    /// <summary>No file is written before all of them can be.</summary>
    public void Probe(ParseResult parsed) => TextFile.Probe(
        ("--orders", parsed.GetValue(Orders)), ("--ledger", parsed.GetValue(Ledger)),
        ("--report", parsed.GetValue(Report)));

    private static void Refuse(string where, IReadOnlyCollection<SettingViolation> violations)
    {
        if (violations.Count > 0)
        {
            throw new CliError(string.Join(
                Environment.NewLine + "evenkeel: ", violations.Select(v => $"{where} {v}")));
        }
    }

    private static Instant Day(string option, string text) =>
        DateTime.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
            ? Instant.Of(day)
            : throw new CliError($"{option} \"{text}\" must be a day as yyyy-MM-dd");
}
