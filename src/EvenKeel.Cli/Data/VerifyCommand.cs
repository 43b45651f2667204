using System.CommandLine;
using EvenKeel.Cli.Shell;

namespace EvenKeel.Cli.Data;

/// <summary><c>data verify</c>: what recorded data holds and lacks, and whether every row can be trusted.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var (data, json) = (Options.Data(), Options.Json());
        var command = new Command("verify", "Read every file: rows, span, gaps, duplicates, funding intervals, sums.")
        {
            data,
            json,
        };
        command.SetAction(parsed => Run(
            Options.Folder(parsed, data)
                ?? throw new CliError($"--data must name a folder, or the variable {Options.DataVariable} must"),
            parsed.GetValue(json),
            new Terminal(parsed)));
        return command;
    }

    private static int Run(string folder, bool json, Terminal terminal)
    {
        var flaws = new List<string>();
        var check = terminal.Watch("Reading", progress => FolderCheck.Of(folder, progress, flaws.Add));
        if (json)
        {
            terminal.Json(check);
        }
        else
        {
            VerifyTables.Write(terminal.Out, check);
        }

        flaws.ForEach(terminal.Error);
        return (int)(check.Ok ? ExitCode.Ok : ExitCode.BadInput);
    }
}
