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

public static class TapeSteps
{
    public static TimeSpan Bar { get; } = TimeSpan.FromMinutes(5);

    public static TimeSpan Mark { get; } = TimeSpan.FromHours(1);

    /// <summary>From one candle of a series to the next.</summary>
    public static TimeSpan Step(this TapeSeries series) => series == TapeSeries.Mark ? Mark : Bar;
}
