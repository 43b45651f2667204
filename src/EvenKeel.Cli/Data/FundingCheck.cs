using System.Collections.Immutable;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>What the settlements' file holds.</summary>
internal sealed record FundingCheck(
    string File, long Rows, IReadOnlyList<SymbolFunding> Symbols, long Duplicates, long OutOfOrder, long BadRows,
    string? Unreadable)
{
    /// <summary>Reads the file to its end.</summary>
    public static FundingCheck Of(string file, Func<Stream> open, FlawLog flaws)
    {
        var calendars = ImmutableSortedDictionary<string, FundingCalendar>.Empty;
        try
        {
            using var reader = new SettlementReader(open(), file, flaws.Add);
            calendars = reader.Read();
        }
        catch (TapeException e)
        {
            flaws.Add(e.Flaw);
        }

        return new(
            file, calendars.Values.Sum(calendar => calendar.All.Length),
            [.. calendars.Select(entry => SymbolFunding.Of(entry.Key, entry.Value))],
            flaws.Duplicates, flaws.OutOfOrder, flaws.BadRows, flaws.Unreadable);
    }
}
