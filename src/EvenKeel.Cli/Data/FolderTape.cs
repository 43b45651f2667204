using System.IO.Compression;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>A tape recorded in a folder: <c>spot/</c> and <c>linear/SYMBOL-5m.csv.gz</c>, <c>mark/SYMBOL-1h.csv.gz</c>,
/// <c>funding.csv.gz</c>.</summary>
internal sealed class FolderTape(string folder) : ITapeSource
{
    internal const string FundingFile = "funding.csv.gz";

    public string Label => "recorded";

    public ICandleFeed? Candles(TapeSeries series, Symbol symbol)
    {
        var name = NameOf(series, symbol);
        return File.Exists(Path.Combine(folder, name))
            ? new CandleReader(Open(folder, name), new(name, series.Step(), series != TapeSeries.Mark))
            : null;
    }

    public IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols)
    {
        using var reader = new SettlementReader(Open(folder, FundingFile), FundingFile);
        return reader.Read(symbols);
    }

    /// <summary>The file of one series, relative to the folder.</summary>
    internal static string NameOf(TapeSeries series, Symbol symbol) => series switch
    {
        TapeSeries.Spot => $"spot/{symbol}-5m.csv.gz",
        TapeSeries.Linear => $"linear/{symbol}-5m.csv.gz",
        TapeSeries.Mark => $"mark/{symbol}-1h.csv.gz",
        _ => throw new ArgumentOutOfRangeException(nameof(series), series, "is no series"),
    };

    /// <summary>The decompressed bytes of one file of a folder; errors call it by its name there.</summary>
    internal static Stream Open(string folder, string name)
    {
        try
        {
            return new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TapeException(
                new(name, 0, null, null, $"must be a file that can be read: {e.Message}", TapeFlawKind.Unreadable), e);
        }
    }
}
