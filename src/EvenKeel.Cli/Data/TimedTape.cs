using System.Diagnostics;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>A tape that measures how long its reading takes, so that deciding can be timed without it.</summary>
internal sealed class TimedTape(ITapeSource tape) : ITapeSource
{
    public string Label => tape.Label;

    /// <summary>Decompressing and parsing so far.</summary>
    public TimeSpan Reading { get; private set; }

    public ICandleFeed? Candles(TapeSeries series, Symbol symbol) =>
        tape.Candles(series, symbol) is { } feed ? new TimedFeed(feed, this) : null;

    public IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols)
    {
        var start = Stopwatch.GetTimestamp();
        var settlements = tape.Settlements(symbols);
        Reading += Stopwatch.GetElapsedTime(start);
        return settlements;
    }

    private sealed class TimedFeed(ICandleFeed feed, TimedTape owner) : ICandleFeed
    {
        public int Read(Span<Candle> into)
        {
            var start = Stopwatch.GetTimestamp();
            var count = feed.Read(into);
            owner.Reading += Stopwatch.GetElapsedTime(start);
            return count;
        }

        public void Dispose() => feed.Dispose();
    }
}
