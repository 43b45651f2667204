using System.CommandLine;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;
using Symbol = EvenKeel.Markets.Symbol;

namespace EvenKeel.Cli.Backtests;

/// <summary>Which grid a command is about.</summary>
internal sealed class GridOptions
{
    public Option<string> Pair { get; } = new("--pair")
    {
        Description = "The pair.",
        DefaultValueFactory = _ => "BTCUSDT",
        HelpName = "A",
    };

    public Option<string> Market { get; } = new("--market")
    {
        Description = "Where it trades: spot or linear.",
        DefaultValueFactory = _ => "spot",
        HelpName = "spot|linear",
    };

    public IEnumerable<Option> All => [Pair, Market];

    /// <summary>The pair that was asked for, known to the venue on that market.</summary>
    public (Symbol Pair, Market Market) Of(ParseResult parsed, VenueSettings venue)
    {
        var (name, text) = (parsed.GetValue(Pair)!, parsed.GetValue(Market)!);
        var market = text switch
        {
            "spot" => Markets.Market.Spot,
            "linear" => Markets.Market.Linear,
            _ => throw new CliError($"--market \"{text}\" must be spot or linear"),
        };
        var known = venue.Pairs.Where(p => p.Of(market) is not null).Select(p => p.Symbol).ToList();
        var pair = new Symbol(name);
        return known.Contains(pair)
            ? (pair, market)
            : throw new CliError(
                $"--pair \"{name}\" must trade on {text} in the venue settings; known are {string.Join(", ", known)}");
    }
}
