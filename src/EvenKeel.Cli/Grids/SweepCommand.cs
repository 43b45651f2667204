using System.CommandLine;
using System.Globalization;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Shell;
using Spectre.Console;

namespace EvenKeel.Cli.Grids;

/// <summary><c>sweep</c>: replays a grid under every combination of some settings, best first, with the part of the
/// time that the choice was made on and the part that it was not side by side.</summary>
internal static class SweepCommand
{
    private const string NotRun = "-";

    public static Command Create()
    {
        var (options, grid) = (new BacktestOptions(), new GridOptions());
        var vary = new Option<string[]>("--vary")
        {
            Description = "One setting and its values; may be repeated.",
            Required = true,
            HelpName = "Name=A,B,C",
        };
        var share = new Option<decimal>("--in-sample")
        {
            Description = "Share of the time that results are sorted by.",
            DefaultValueFactory = _ => 0.6m,
            HelpName = "X",
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Runs side by side.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "T",
        };
        var command = new Command("sweep", "Replay a grid under every combination of some settings, best first.")
        {
            grid.Pair, grid.Market, vary, share, threads, options.Data, options.Made, options.From, options.To,
            options.Config, options.Set, options.Venue, options.Seed, options.Json,
        };
        command.SetAction(parsed =>
        {
            var sweep = new Sweep(options, grid, parsed, parsed.GetValue(share), parsed.GetValue(threads));
            var lines = sweep.Run(parsed.GetValue(vary)!, new(parsed));
            Write(lines, parsed.GetValue(options.Json), new(parsed));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<SweepLine> lines, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Json(new { runs = lines.Count, lines });
            return;
        }

        var table = new Table().Title("Best in sample first; out of sample is what counts");
        foreach (var name in new[] { "settings", "profit in", "trips in", "profit out", "trips out", "refused" })
        {
            table.AddColumn(name);
        }

        foreach (var line in lines)
        {
            table.AddRow(
                Markup.Escape(string.Join(' ', line.Settings)), Money(line.ProfitIn), Count(line.RoundTripsIn),
                Money(line.ProfitOut), Count(line.RoundTripsOut), Markup.Escape(line.Refused ?? string.Empty));
        }

        terminal.Out.Write(table);
    }

    private static string Money(Markets.Amount? amount) =>
        amount is { } known ? Figures.Money(known.Value) : NotRun;

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? NotRun;
}
