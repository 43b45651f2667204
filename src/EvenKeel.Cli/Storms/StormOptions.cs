using System.CommandLine;
using EvenKeel.Cli.Shell;

namespace EvenKeel.Cli.Storms;

/// <summary>What a storm was asked for.</summary>
/// <param name="Last">How many of the last things are told of a run that broke something.</param>
internal sealed record StormOrder(
    int Seeds, ulong Seed, bool Systematic, bool Deep, bool Mutants, StormScope Scope, int Threads, int Last,
    bool Json);

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
            "unwind, gridlife, gridlay, gridtrip, gridregrid, gridleave, gridspot.",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "How many runs at once; the result does not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<int> _last = new("--last")
    {
        Description = "With --seeds 1: how many of the last things are told of a run that broke a promise.",
        DefaultValueFactory = _ => 40,
    };

    private readonly Option<bool> _json = Options.Json();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_seeds, _seed, _systematic, _deep, _mutants, _machine, _threads, _last, _json])
        {
            command.Options.Add(option);
        }
    }

    public StormOrder Read(ParseResult parsed) => new(
        AtLeast("--seeds", parsed.GetValue(_seeds), 0), parsed.GetValue(_seed), parsed.GetValue(_systematic),
        parsed.GetValue(_deep), parsed.GetValue(_mutants), StormScope.Parse(parsed.GetValue(_machine)!),
        AtLeast("--threads", parsed.GetValue(_threads), 1), AtLeast("--last", parsed.GetValue(_last), 1),
        parsed.GetValue(_json));

    private static int AtLeast(string option, int value, int least) => value >= least
        ? value
        : throw new CliError($"{option} {value} must be at least {least}");
}
