using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EvenKeel.Cli.Shell;

/// <summary>Options that several commands share, spelled and explained once.</summary>
internal static class Options
{
    /// <summary>Where recorded data is looked for when no option says so.</summary>
    internal const string DataVariable = "EVENKEEL_DATA";

    internal static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON object on standard output and nothing else there; decimals are strings.",
    };

    internal static Option<string?> Data() => new("--data")
    {
        Description = $"Folder of recorded data [default: the variable {DataVariable}].",
        HelpName = "DIR",
    };

    internal static ulong WholeNumber(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            result.AddError($"{result.Argument.Name} \"{text}\" must be a whole number from 0 to {ulong.MaxValue}");
        }

        return number;
    }

    /// <summary>The folder that the option or else the variable names; null when neither does.</summary>
    internal static string? Folder(ParseResult parsed, Option<string?> data)
    {
        var option = parsed.GetValue(data);
        var folder = option ?? Environment.GetEnvironmentVariable(DataVariable);
        if (string.IsNullOrEmpty(folder))
        {
            return option is null ? null : throw new CliError("--data must name a folder, and is empty");
        }

        var name = option is null ? DataVariable : "--data";
        return Directory.Exists(folder)
            ? folder
            : throw new CliError($"{name} \"{folder}\" must be a folder that exists");
    }
}
