using System.CommandLine;
using System.CommandLine.Invocation;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Shell;

internal enum ExitCode
{
    Ok = 0,

    /// <summary>What was to be shown is not so: a promise was broken, too little was met to show it, or a
    /// plan would be refused.</summary>
    Broken = 1,

    /// <summary>A file, setting or argument is wrong: standard error says which, and what it must be.</summary>
    BadInput = 2,
}

/// <summary>Bad input. The message names what was given and the rule it breaks; no stack trace is shown.</summary>
internal sealed class CliError(string message) : Exception(message);

/// <summary>Runs one command line and turns bad input into one clear line and exit code 2.</summary>
internal static class CommandLine
{
    internal static int Run(RootCommand root, string[] args, TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(error, [.. parsed.Errors.Select(e => e.Message), "--help shows what there is"]);
        }

        try
        {
            return parsed.Invoke(new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception e) when (e is CliError or TapeException)
        {
            return Refuse(error, [e.Message]);
        }
    }

    private static int Refuse(TextWriter error, IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            error.WriteLine($"evenkeel: {message}");
        }

        return (int)ExitCode.BadInput;
    }
}
