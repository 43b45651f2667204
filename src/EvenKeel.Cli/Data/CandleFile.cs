using System.Text.RegularExpressions;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>A file of candles by its name: <c>FOLDER/SYMBOL-5m.csv.gz</c> or <c>-1h</c>.</summary>
/// <param name="Name">Relative to the folder of data, with forward slashes.</param>
internal sealed partial record CandleFile(string Name, string Symbol, string StepName)
{
    public CandleFormat Format => new(Name, StepName == "5m" ? TapeSteps.Bar : TapeSteps.Mark, HasVolume);

    // Elsewhere than in these folders the header says.
    private bool? HasVolume => Name.Split('/') switch
    {
        [.., "mark", _] => false,
        [.., "spot" or "linear", _] => true,
        _ => null,
    };

    public static CandleFile? Parse(string name) =>
        Shape().Match(name) is { Success: true } match
            ? new(name, match.Groups["symbol"].Value, match.Groups["step"].Value)
            : null;

    [GeneratedRegex(
        @"(^|/)(?<symbol>[A-Z0-9]+)-(?<step>5m|1h)\.csv\.gz$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
