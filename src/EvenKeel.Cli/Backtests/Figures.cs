using System.Globalization;
using EvenKeel.Cli.Data;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using Spectre.Console;

namespace EvenKeel.Cli.Backtests;

/// <summary>What every backtest does alike: it refuses a span without bars, and shows its figures to people.</summary>
internal static class Figures
{
    /// <param name="markets">Those that are traded: each pair must have bars of each.</param>
    /// <exception cref="CliError">A pair has no bar of one of them in the span.</exception>
    public static void RequireBars(MarketTape tape, Instant from, Instant to, params ReadOnlySpan<Market> markets)
    {
        foreach (var pair in tape.Pairs)
        {
            foreach (var market in markets)
            {
                if (!pair.Trades(market))
                {
                    var file = FolderTape.NameOf(
                        market == Market.Spot ? TapeSeries.Spot : TapeSeries.Linear, pair.Symbol);
                    var none = market == Market.Linear || pair.Recorded.Spot ? "none in" : "no";
                    throw new CliError(
                        $"--from {from} --to {to} must be a span in which {pair.Symbol} has bars on "
                        + $"{Word(market)}: the {tape.Label} tape has {none} {file}");
                }
            }
        }
    }

    /// <param name="more">A table after the figures; null: none.</param>
    public static void Write(
        IAnsiConsole console, bool synthetic, IReadOnlyList<(string Name, string Value)> rows, Table? more,
        IReadOnlyList<string> alarms)
    {
        if (synthetic)
        {
            console.MarkupLine(
                "[yellow]Synthetic tape: prices and rates are made from a seed. Give --data for recorded ones.[/]");
        }

        var table = new Table().AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        foreach (var (name, value) in rows)
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        console.Write(table);
        if (more is not null)
        {
            console.Write(more);
        }

        foreach (var alarm in alarms)
        {
            console.MarkupLine($"[red]alarm[/] {Markup.Escape(alarm)}");
        }
    }

    /// <summary>Bars a second of a run that took so long; zero: it took no time that could be measured. [1/s]</summary>
    public static decimal PerSecond(long bars, TimeSpan span) =>
        span > TimeSpan.Zero ? Math.Round((decimal)(bars / span.TotalSeconds)) : 0m;

    /// <summary>As files and settings write it: in lower case.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static string Money(decimal value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);
}
