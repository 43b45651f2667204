namespace EvenKeel.Markets;

/// <summary>The average true range of bars: how far a price moves within one, gaps between bars included.</summary>
/// <remarks>The true range of a bar is the farthest of high − low, |high − close before| and |low − close before|. The
/// first average is the mean of as many bars as the period has; each later one is (before × (period − 1) + range) ÷
/// period. Ranges 10, 20, then 30 at period 2 → 15, then 22.5.</remarks>
/// <param name="bar">Length of a bar; shorter candles are put together.</param>
/// <param name="period">Bars of the average.</param>
public sealed class RangeWatch(TimeSpan bar, int period)
{
    // Digits that are kept of an average: far finer than any tick.
    private const int Digits = 12;
    private Candle _bar;
    private Price? _close;
    private decimal _sum;
    private int _bars;

    /// <summary>The average over all whole bars so far; null: there are fewer than the period has.
    /// [quote/base]</summary>
    public Price? Average { get; private set; }

    /// <summary>Takes a candle that has closed; a bar is over when a candle of the next one comes.</summary>
    public void Observe(in Candle candle)
    {
        var opens = candle.OpenTime.Floor(bar);
        if (_bar.Open.Value > 0m && _bar.OpenTime == opens)
        {
            _bar = _bar with
            {
                High = Price.Max(_bar.High, candle.High),
                Low = Price.Min(_bar.Low, candle.Low),
                Close = candle.Close,
            };
            return;
        }

        if (_bar.Open.Value > 0m)
        {
            Finish();
        }

        _bar = candle with { OpenTime = opens };
    }

    private void Finish()
    {
        var high = _close is { } before ? Price.Max(_bar.High, before) : _bar.High;
        var low = _close is { } last ? Price.Min(_bar.Low, last) : _bar.Low;
        var range = (high - low).Value;
        (_close, _bars) = (_bar.Close, _bars + 1);
        if (Average is { } average)
        {
            Average = new(Math.Round(((average.Value * (period - 1)) + range) / period, Digits));
            return;
        }

        _sum += range;
        Average = _bars == period ? new(Math.Round(_sum / period, Digits)) : null;
    }
}
