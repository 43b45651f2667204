using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>One series cut out of a walk; each feed walks its own copy.</summary>
internal sealed class SyntheticFeed(TapeSeries series, SyntheticWalk walk, Instant to) : ICandleFeed
{
    private static readonly int BarsPerMark = (int)(TapeSteps.Mark / TapeSteps.Bar);

    public int Read(Span<Candle> into)
    {
        var count = 0;
        for (; count < into.Length && walk.At < to; count++)
        {
            into[count] = series == TapeSeries.Mark ? Hour() : walk.Next(series);
        }

        return count;
    }

    public void Dispose()
    {
    }

    private Candle Hour()
    {
        var hour = walk.Next(TapeSeries.Mark);
        for (var bar = 1; bar < BarsPerMark; bar++)
        {
            var next = walk.Next(TapeSeries.Mark);
            hour = hour with
            {
                High = Price.Max(hour.High, next.High),
                Low = Price.Min(hour.Low, next.Low),
                Close = next.Close,
            };
        }

        return hour;
    }
}
