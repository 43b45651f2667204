using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Storms;

/// <summary>What a storm was asked for.</summary>
/// <param name="Only">The only run that is lived, of those of the systematic campaign; null: what else was asked for.
/// </param>
/// <param name="Last">How many of the last things are told of a run that broke something.</param>
internal sealed record StormOrder(
    int Seeds, ulong Seed, bool Systematic, bool Deep, bool Mutants, StormScope Scope, StormPlan? Only, int Threads,
    int Last, bool Json);

/// <summary>The options of <c>storm</c>.</summary>
internal sealed class StormOptions
{
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many random runs, of consecutive seeds.",
        DefaultValueFactory = _ => 5_000,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The first seed.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _systematic = new("--systematic")
    {
        Description = "Also kill the owner at every boundary under every behaviour of the venue.",
    };

    private readonly Option<bool> _deep = new("--deep")
    {
        Description = "With --systematic: kill it twice under every behaviour, not only under the nominal one.",
    };

    private readonly Option<bool> _mutants = new("--mutants")
    {
        Description = "Also play each wrong protocol until it is caught.",
    };

    private readonly Option<string> _machine = new("--machine")
    {
        Description = "Which machine, or what it is about: all, grid, entry, exit, patient, negative, resize, " +
            "unwind, gridlife, gridwide, gridlay, gridtrip, gridregrid, gridleave, gridspot.",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<string> _behaviour = new("--behaviour")
    {
        Description = "With --machine: one run of the systematic campaign, under this behaviour of the venue.",
    };

    private readonly Option<string> _deaths = new("--deaths")
    {
        Description = "With --behaviour: at which boundary the owner dies, and at which one after that: 17 or 17,4.",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "How many runs at once; the result does not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<int> _last = new("--last")
    {
        Description = "How many of the last things are told of the first run that broke a promise.",
        DefaultValueFactory = _ => 40,
    };

    private readonly Option<bool> _json = Options.Json();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [
                _seeds, _seed, _systematic, _deep, _mutants, _machine, _behaviour, _deaths, _threads, _last, _json,
            ])
        {
            command.Options.Add(option);
        }
    }

    public StormOrder Read(ParseResult parsed)
    {
        var scope = StormScope.Parse(parsed.GetValue(_machine)!);
        var only = Only(scope, parsed.GetValue(_behaviour), parsed.GetValue(_deaths));
        var (systematic, mutants) = (parsed.GetValue(_systematic), parsed.GetValue(_mutants));
        if (parsed.GetValue(_deep) && !systematic)
        {
            throw new CliError("--deep needs --systematic");
        }

        return new(
            only is null ? AtLeast("--seeds", parsed.GetValue(_seeds), systematic || mutants ? 0 : 1) : 1,
            parsed.GetValue(_seed), systematic, parsed.GetValue(_deep), mutants, scope, only,
            AtLeast("--threads", parsed.GetValue(_threads), 1), AtLeast("--last", parsed.GetValue(_last), 1),
            parsed.GetValue(_json));
    }

    private static StormPlan? Only(StormScope scope, string? behaviour, string? deaths)
    {
        if (behaviour is null)
        {
            return deaths is null ? null : throw new CliError($"--deaths {deaths} needs --behaviour, such as Nominal");
        }

        var errand = scope.Errand
            ?? throw new CliError($"--behaviour \"{behaviour}\" needs --machine with one errand: entry, gridtrip, …");
        var all = Behaviour.Of(errand);
        var known = all.FirstOrDefault(b => b.Name.Equals(behaviour, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliError(
                $"--behaviour \"{behaviour}\" must be one of: {string.Join("; ", all.Select(b => b.Name))}");
        return Killed(known.On(StormPlan.Calm(1, errand)), Boundaries(deaths));
    }

    /// <summary>The plan with these deaths, each at a boundary that is crossed after those before it.</summary>
    private static StormPlan Killed(StormPlan plan, ImmutableArray<int> deaths)
    {
        foreach (var death in deaths)
        {
            var left = StormRun.Of(plan, VenueSettings.Default).Live().Crossings - plan.Deaths.Sum();
            if (death > left)
            {
                throw new CliError(
                    $"--deaths {string.Join(',', deaths)}: {death} must be at most {left}, no more are crossed then");
            }

            plan = plan with { Deaths = plan.Deaths.Add(death) };
        }

        return plan;
    }

    private static ImmutableArray<int> Boundaries(string? deaths)
    {
        if (deaths is null)
        {
            return [];
        }

        var boundaries = deaths.Split(',').Select(d =>
            int.TryParse(d, CultureInfo.InvariantCulture, out var boundary) && boundary >= 1 ? boundary : 0);
        return boundaries.Contains(0)
            ? throw new CliError($"--deaths {deaths} must be boundaries from 1 on, with a comma between them")
            : [.. boundaries];
    }

    private static int AtLeast(string option, int value, int least) => value >= least
        ? value
        : throw new CliError($"{option} {value} must be at least {least}");
}
