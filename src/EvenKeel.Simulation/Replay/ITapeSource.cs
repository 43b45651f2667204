using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>What is recorded of a pair as candles: its two markets, and the mark of its perpetual.</summary>
public enum TapeSeries
{
    /// <summary>Spot trades, five minutes a bar.</summary>
    Spot,

    /// <summary>Trades of the linear perpetual, five minutes a bar.</summary>
    Linear,

    /// <summary>Mark price of the perpetual, one hour a bar, without volume.</summary>
    Mark,
}

/// <summary>Where a tape comes from: recorded files, or a synthetic market.</summary>
public interface ITapeSource
{
    /// <summary>What every output calls it; a synthetic tape says so.</summary>
    string Label { get; }

    /// <summary>The candles of one series from its beginning; null: there are none. The caller disposes it.</summary>
    ICandleFeed? Candles(TapeSeries series, Symbol symbol);

    /// <summary>The settlements of each symbol that has any.</summary>
    IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols);
}

public static class TapeSteps
{
    public static TimeSpan Bar { get; } = TimeSpan.FromMinutes(5);

    public static TimeSpan Mark { get; } = TimeSpan.FromHours(1);

    /// <summary>From one candle of a series to the next.</summary>
    public static TimeSpan Step(this TapeSeries series) => series == TapeSeries.Mark ? Mark : Bar;
}
