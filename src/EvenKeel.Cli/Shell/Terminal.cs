using System.CommandLine;
using Spectre.Console;

namespace EvenKeel.Cli.Shell;

/// <summary>What a command speaks through: tables for people, one JSON object for programs, errors and progress apart
/// from both on standard error.</summary>
internal sealed class Terminal
{
    private const int WidthOfFile = 200;
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    public Terminal(ParseResult parsed)
    {
        _output = parsed.InvocationConfiguration.Output;
        _error = parsed.InvocationConfiguration.Error;
        Out = Create(_output);
    }

    public IAnsiConsole Out { get; }

    /// <summary>The one JSON object of a command.</summary>
    public void Json<T>(T report) => _output.WriteLine(CliJson.Text(report));

    public void Error(string line) => _error.WriteLine($"evenkeel: {line}");

    /// <summary>Does some work under a progress bar, which shows on a terminal only.</summary>
    /// <param name="work">Is given the place to report its progress, 0 to 1.</param>
    public T Watch<T>(string title, Func<Action<double>, T> work) => Create(_error).Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(progress =>
        {
            var task = progress.AddTask(Markup.Escape(title));
            return work(done => task.Value = done * task.MaxValue);
        });

    private static IAnsiConsole Create(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFile;
        }

        return console;
    }
}
