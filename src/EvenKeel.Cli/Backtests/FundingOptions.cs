using System.CommandLine;
using EvenKeel.Cli.Shell;
using EvenKeel.Simulation.Venues;
using Symbol = EvenKeel.Markets.Symbol;

namespace EvenKeel.Cli.Backtests;

/// <summary>The options of a funding backtest, and what they say.</summary>
internal sealed class FundingOptions
{
    private const int PairsMax = 50;

    public BacktestOptions Shared { get; } = new();

    public Option<string> Pairs { get; } = new("--pairs")
    {
        Description = "Pairs, separated by commas.",
        DefaultValueFactory = _ => "BTCUSDT,ETHUSDT",
        HelpName = "A,B",
    };

    public Option<bool> Hold { get; } = new("--hold")
    {
        Description = "The baseline: in at the first complete prices, out at the end, no rule between.",
    };

    public IEnumerable<Option> All => [Pairs, Hold, .. Shared.All];

    /// <summary>The pairs that were asked for, each known to the venue and named once.</summary>
    public IReadOnlyList<Symbol> PairsOf(ParseResult parsed, VenueSettings venue)
    {
        var names = parsed.GetValue(Pairs)!.Split(',', StringSplitOptions.TrimEntries);
        var pairs = new List<Symbol>();
        foreach (var name in names)
        {
            var pair = new Symbol(name);
            if (venue.Find(pair) is not { Spot: not null, Linear: not null })
            {
                throw new CliError(
                    $"--pairs \"{name}\" must have both legs in the venue settings; known are {Known(venue)}");
            }

            if (pairs.Contains(pair))
            {
                throw new CliError($"--pairs \"{name}\" must be named once");
            }

            pairs.Add(pair);
        }

        return pairs.Count <= PairsMax
            ? pairs
            : throw new CliError($"--pairs must be at most {PairsMax}, and are {pairs.Count}");
    }

    private static string Known(VenueSettings venue) => string.Join(
        ", ", venue.Pairs.Where(p => p is { Spot: not null, Linear: not null }).Select(p => p.Symbol));
}
