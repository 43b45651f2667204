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

    private const decimal PriceMax = 1_000_000_000m;

    public static Command Create()
    {
        var (options, grid) = (new BacktestOptions(), new GridOptions());
        var price = new Option<string>("--price")
        {
            Description = "Price of the coin.",
            Required = true,
            HelpName = "X",
        };
        var range = new Option<string?>("--range")
        {
            Description = "Average true range of the coin's bars, a price; without it: least step, full size.",
            HelpName = "R",
        };
        var command = new Command("explain", "Show what a grid would lay at a price, and what would be refused.")
        {
            grid.Pair, grid.Market, price, range, options.Config, options.Set, options.Venue, options.Json,
        };
        command.SetAction(parsed => Run(options, grid, price, range, parsed, new Terminal(parsed)));
        return command;
    }

    private static int Run(
        BacktestOptions options, GridOptions grid, Option<string> price, Option<string?> range, ParseResult parsed,
        Terminal terminal)
    {
        var settings = options.SettingsOf(parsed, GridRunSettings.Table, GridRunSettings.Default);
        var venue = options.VenueOf(parsed, settings.Replay);
        var (pair, market) = grid.Of(parsed, venue);
        var fees = venue.FeeRates;
        var on = venue.InstrumentOf(market, pair, s_asOf)!;
        var at = PriceOf(parsed.GetValue(price)!, on);
        var plan = market == Market.Spot
            ? new GridPlan(on, settings.Strategy, fees.SpotMaker, fees.SpotTaker, settings.Limits)
            : new(on, settings.Strategy, fees.PerpMaker, fees.PerpTaker, settings.Limits);
        Price? moves = parsed.GetValue(range) is { } text ? RangeOf(text) : null;
        var (outlook, asksForRange) = (GridOutlook.Of(plan, at, moves), AsksForRange(plan, moves));
        if (parsed.GetValue(options.Json))
        {
            terminal.Json(new
            {
                pair = pair.Name,
                market,
                price = at,
                range = moves,
                asksForRange,
                outlook.Ladder,
                outlook.Levels,
                capital = outlook.CapitalMax,
                inventoryMax = plan.InventoryMax,
                opensNothing = NothingOf(plan, outlook),
                refused = outlook.Wrong.Select(w => w.ToString()),
            });
        }
        else
        {
            Write(terminal.Out, plan, outlook, asksForRange);
        }

        return (int)(outlook.Wrong.IsEmpty ? ExitCode.Ok : ExitCode.Broken);
    }

    private static Price PriceOf(string text, Instrument on)
    {
        var at = AboveZero("--price", text);
        return at >= on.Tick.Value && at <= PriceMax
            ? new(at)
            : throw new CliError(
                $"--price \"{text}\" must be from {on.Tick}, the tick of {on.Symbol} on "
                + $"{Figures.Word(on.Market)}, to {PriceMax}");
    }

    private static Price RangeOf(string text)
    {
        var range = AboveZero("--range", text);
        return range <= PriceMax ? new(range) : throw new CliError($"--range \"{text}\" must be at most {PriceMax}");
    }

    private static decimal AboveZero(string option, string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number > 0m
            ? number
            : throw new CliError($"{option} \"{text}\" must be a number above zero");

    /// <summary>What is shown without the range that the plan goes by; null: it needs none, or has it.</summary>
    private static string? AsksForRange(GridPlan plan, Price? range) => (range, plan.Settings) switch
    {
        (not null, _) => null,
        (_, { Spacing: GridSpacing.Adaptive, SizeShrink: > 0m }) => "the least step and the full size are shown",
        (_, { Spacing: GridSpacing.Adaptive }) => "the least step is shown",
        (_, { SizeShrink: > 0m }) => "the full size is shown",
        _ => null,
    };

    /// <summary>Why a plan that is not refused opens no order all the same; null: it does open some.</summary>
    private static string? NothingOf(GridPlan plan, GridOutlook outlook)
    {
        if (!outlook.Wrong.IsEmpty)
        {
            return null;
        }

        if (outlook.Levels.IsEmpty)
        {
            return "no rung of the windows lies within the range";
        }

        var least = outlook.Levels.Min(l => l.Worth.Value);
        return plan.InventoryMax.Value < least
            ? $"InventoryMax {plan.InventoryMax} is less than a rung ({Figures.Money(least)})"
            : null;
    }

    private static void Write(IAnsiConsole console, GridPlan plan, GridOutlook outlook, string? asksForRange)
    {
        foreach (var wrong in outlook.Wrong)
        {
            console.MarkupLine($"[red]refused[/] {Markup.Escape(wrong.ToString())}");
        }

        if (NothingOf(plan, outlook) is { } nothing)
        {
            console.MarkupLine($"[yellow]opens nothing[/]: {Markup.Escape(nothing)}");
        }

        if (asksForRange is not null)
        {
            console.MarkupLine($"[yellow]range unknown[/]: {asksForRange}; --range R tells it");
        }

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
        console.WriteLine(
            $"Capital {outlook.CapitalMax} {plan.On.Quote}, at most {plan.InventoryMax} held; maker fee {plan.Maker}.");
    }
}
