using System.Globalization;
using EvenKeel.Cli.Shell;
using Spectre.Console;

namespace EvenKeel.Cli.Data;

/// <summary>The tables that <c>data verify</c> shows to people; the JSON has every gap.</summary>
internal static class VerifyTables
{
    private const int GapsShown = 3;

    public static void Write(IAnsiConsole console, FolderCheck check)
    {
        console.Write(Candles(check.Candles));
        if (check.Funding is { } funding)
        {
            console.Write(Settlements(funding));
        }

        foreach (var name in check.Ignored)
        {
            console.WriteLine($"ignored: {name}");
        }
    }

    private static Table Candles(IReadOnlyList<CandleCheck> files)
    {
        var table = Create("Candles", ["file", "first", "last", "gaps (UTC, first missing → next present)"],
            ["rows", "gaps", "bars missing", "duplicates", "out of order", "bad rows"]);
        foreach (var file in files)
        {
            var gaps = file.Gaps.Take(GapsShown).Select(gap => $"{gap.From} → {gap.To}")
                .Concat(file.GapCount > GapsShown ? [$"and {file.GapCount - GapsShown} more"] : []);
            table.AddRow(Cells(
                file.File, $"{file.First}", $"{file.Last}", string.Join('\n', gaps), Number(file.Rows),
                Number(file.GapCount), Number(file.BarsMissing), Number(file.Duplicates), Number(file.OutOfOrder),
                Number(file.BadRows)));
        }

        return table;
    }

    private static Table Settlements(FundingCheck funding)
    {
        var table = Create(
            funding.File, ["symbol", "first", "last", "interval", "holes", "funding per year"], ["rows"]);
        foreach (var symbol in funding.Symbols)
        {
            var intervals = symbol.IntervalChanges.Select(c => $"{c.FromHours} h → {c.ToHours} h at {c.At}")
                .Prepend(symbol.IntervalHours is { } hours ? $"{hours} h" : "unknown");
            table.AddRow(Cells(
                symbol.Symbol, $"{symbol.First}", $"{symbol.Last}", string.Join('\n', intervals),
                string.Join('\n', symbol.Holes.Select(hole => $"{hole.From} → {hole.To}")),
                string.Join('\n', symbol.SumByYear.Select(year => $"{year.Key}: {CliJson.Decimal(year.Value)}")),
                Number(symbol.Settlements)));
        }

        return table;
    }

    private static Table Create(string title, string[] texts, string[] numbers)
    {
        var table = new Table().Title(title).Border(TableBorder.Simple);
        table.AddColumns(texts);
        foreach (var number in numbers)
        {
            table.AddColumn(number, column => column.RightAligned());
        }

        return table;
    }

    private static string[] Cells(params string[] cells) => [.. cells.Select(Markup.Escape)];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
