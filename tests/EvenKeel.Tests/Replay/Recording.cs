using System.Text;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

/// <summary>A recording written down in a test, as CSV in memory.</summary>
internal sealed class Recording : ITapeSource
{
    public const string Traded = "open_time,open,high,low,close,volume";
    public const string Marked = "open_time,open,high,low,close";
    public const string Settled = "symbol,settle_time,rate";

    private readonly Dictionary<(TapeSeries Series, string Symbol), string> _candles = [];
    private string _settlements = Csv(Settled);

    public string Label => "written";

    public static string Csv(params IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A quiet candle at a price.</summary>
    public static string Candle(Instant at, int price = 100) => $"{at},{price},{price},{price},{price},1";

    public static List<Candle> Read(string csv, CandleFormat? format = null, int batch = 4)
    {
        using var reader = new CandleReader(Bytes(csv), format ?? new("tape", TapeSteps.Bar));
        return ReadAll(reader, batch);
    }

    public static List<Candle> ReadAll(ICandleFeed feed, int batch = 512)
    {
        var (all, into) = (new List<Candle>(), new Candle[batch]);
        for (var count = feed.Read(into); count > 0; count = feed.Read(into))
        {
            all.AddRange(into.AsSpan(0, count));
        }

        return all;
    }

    public static FundingCalendar Calendar(params IEnumerable<(Instant At, decimal Rate)> settlements) =>
        new([.. settlements.Select(s => new Settlement(s.At, new(s.Rate)))]);

    public Recording With(TapeSeries series, string symbol, params IEnumerable<Instant> times)
    {
        var rows = times.Select(at => series == TapeSeries.Mark ? $"{at},100,100,100,100" : Candle(at));
        _candles[(series, symbol)] = Csv(rows.Prepend(series == TapeSeries.Mark ? Marked : Traded));
        return this;
    }

    public Recording Settling(params IEnumerable<string> rows)
    {
        _settlements = Csv(rows.Prepend(Settled));
        return this;
    }

    public ICandleFeed? Candles(TapeSeries series, Symbol symbol) =>
        _candles.TryGetValue((series, symbol.Name), out var csv)
            ? new CandleReader(Bytes(csv), new($"{series} {symbol}", series.Step()))
            : null;

    public IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols)
    {
        using var reader = new SettlementReader(Bytes(_settlements), "funding");
        return reader.Read(symbols);
    }
}
