using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>A sensor: takes every observation of the basis, and counts windows, not ticks.</summary>
/// <remarks>Windows are cut by venue time. A window counts once, when it is over, however many observations it has; a
/// window without any breaks the row, for nothing is known of it. Only prices that are both fresh belong in here.
/// <para>The median is a statistic and is taken in binary floating point; 12 digits of it are kept.</para></remarks>
public sealed class BasisWatch(Rate toxicBasis, TimeSpan window)
{
    private readonly long _window = window.Ticks / TimeSpan.TicksPerMillisecond;
    private double[] _seen = new double[512];
    private int _count;
    private long _index = long.MinValue;

    /// <summary>What the finished windows say.</summary>
    public BasisSignal Signal { get; private set; }

    /// <summary>Takes one observation.</summary>
    /// <param name="at">Venue time; one that lies before the present window is ignored.</param>
    public void Observe(Price spotMid, Price perpMid, Instant at)
    {
        var index = at.Milliseconds / _window;
        if (index < _index)
        {
            return;
        }

        if (index != _index)
        {
            Finish(index);
        }

        if (_count == _seen.Length)
        {
            Array.Resize(ref _seen, _seen.Length * 2);
        }

        var spot = (double)spotMid.Value;
        _seen[_count++] = ((double)perpMid.Value - spot) / spot;
    }

    private void Finish(long next)
    {
        if (_count > 0)
        {
            // Rounded first: a basis of exactly the limit must not be beyond it by a binary digit.
            var median = new Rate(Math.Round((decimal)Median(), 12));
            Signal = new(
                median < -toxicBasis ? Signal.ToxicPositive + 1 : 0, median > toxicBasis ? Signal.ToxicNegative + 1 : 0,
                median, new Instant((_index + 1) * _window));
        }

        if (_index != long.MinValue && next != _index + 1)
        {
            Signal = Signal with { ToxicPositive = 0, ToxicNegative = 0 };
        }

        _index = next;
        _count = 0;
    }

    private double Median()
    {
        Array.Sort(_seen, 0, _count);
        var middle = _count / 2;
        return _count % 2 == 1 ? _seen[middle] : (_seen[middle - 1] + _seen[middle]) / 2;
    }
}
