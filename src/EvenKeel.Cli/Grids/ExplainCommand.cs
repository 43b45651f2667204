using System.CommandLine;
using System.Globalization;
using EvenKeel.Cli.Backtests;
using EvenKeel.Cli.Shell;
using EvenKeel.Grids;
using EvenKeel.Markets;
using Spectre.Console;

namespace EvenKeel.Cli.Grids;

/// <summary><c>grid explain</c>: what a grid would lay at a price, before a single order: levels, sizes, capital,
/// profit per level after fees, and what would be refused.</summary>
internal static class ExplainCommand
{
    // The instrument of a coin is asked for as of a day on which all recorded pairs trade.
    private static readonly Instant s_asOf = Instant.At(2025, 8, 1);

    public static Command Create()
    {
        var (options, grid) = (new BacktestOptions(), new GridOptions());
        var price = new Option<string>("--price")
        {
            Description = "Price of the coin.",
            Required = true,
            HelpName = "X",
        };
        var command = new Command("explain", "Show what a grid would lay at a price, and what would be refused.")
        {
            grid.Pair, grid.Market, price, options.Config, options.Set, options.Venue, options.Json,
        };
        command.SetAction(parsed => Run(options, grid, price, parsed, new Terminal(parsed)));
        return command;
    }

    private static int Run(
        BacktestOptions options, GridOptions grid, Option<string> price, ParseResult parsed, Terminal terminal)
    {
        var settings = options.SettingsOf(parsed, GridRunSettings.Table, GridRunSettings.Default);
        var venue = options.VenueOf(parsed, settings.Replay);
        var (pair, market) = grid.Of(parsed, venue);
        var text = parsed.GetValue(price)!;
        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var at) || at <= 0m)
        {
            throw new CliError($"--price \"{text}\" must be a number above zero");
        }

        var fees = venue.FeeRates;
        var on = venue.InstrumentOf(market, pair, s_asOf)!;
        var plan = market == Market.Spot
            ? new GridPlan(on, settings.Strategy, fees.SpotMaker, fees.SpotTaker, settings.Limits)
            : new(on, settings.Strategy, fees.PerpMaker, fees.PerpTaker, settings.Limits);
        var outlook = GridOutlook.Of(plan, new(at), null);
        if (parsed.GetValue(options.Json))
        {
            terminal.Json(new
            {
                pair = pair.Name,
                market,
                price = new Price(at),
                outlook.Ladder,
                outlook.Levels,
                capital = outlook.CapitalMax,
                inventoryMax = plan.InventoryMax,
                refused = outlook.Wrong.Select(w => w.ToString()),
            });
        }
        else
        {
            Write(terminal.Out, plan, outlook);
        }

        return (int)ExitCode.Ok;
    }

    private static void Write(IAnsiConsole console, GridPlan plan, GridOutlook outlook)
    {
        var table = new Table().Title($"{plan.Symbol} {plan.Market}, {plan.Settings.Mode}");
        foreach (var name in new[] { "rung", "opens", "at", "closes at", "size", "worth", "earns after fees" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var l in outlook.Levels)
        {
            table.AddRow(
                $"{l.Index}", $"{l.Side}", $"{l.Opens}", $"{l.Closes}", $"{l.Size}", $"{l.Worth}", $"{l.Earned}");
        }

        console.Write(table);
        if (outlook.Levels.IsEmpty && outlook.Wrong.IsEmpty)
        {
            console.WriteLine("Nothing would be opened at this price: no rung of the windows lies within the range.");
        }

        console.WriteLine(
            $"Capital {outlook.CapitalMax} {plan.On.Quote}, at most {plan.InventoryMax} held; maker fee {plan.Maker}.");
        foreach (var wrong in outlook.Wrong)
        {
            console.MarkupLine($"[red]refused[/] {Markup.Escape(wrong.ToString())}");
        }
    }
}
