using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>How a price goes through one bar: open, both extremes in seeded order at seeded times, close; straight
/// between them and on the tick. In whole ticks and milliseconds, so that every crossing is exact.</summary>
/// <remarks>A price counts as reached once it is wholly reached: between turns it is cut back towards the last turn.
/// The bar holds [open time, open time + duration); the close is reached at its end, which the next bar owns.</remarks>
internal readonly struct BarPath
{
    private readonly Turn _open;
    private readonly Turn _first;
    private readonly Turn _second;
    private readonly Turn _close;

    private BarPath(Turn open, Turn first, Turn second, Turn close) =>
        (_open, _first, _second, _close) = (open, first, second, close);

    private readonly record struct Turn(long At, long Ticks);

    /// <summary>When the first of the two extremes is reached.</summary>
    public Instant TurnFirst => new(_first.At);

    /// <summary>When the second extreme is reached.</summary>
    public Instant TurnSecond => new(_second.At);

    /// <param name="seed">Of the feed; the bar's open time is mixed in, so that no bar depends on another.</param>
    /// <param name="duration">At least 3 ms, so that both turns lie inside.</param>
    public static BarPath Of(ulong seed, in Candle bar, TimeSpan duration, Price tick)
    {
        var from = bar.OpenTime.Milliseconds;
        var length = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var chance = new Chance(seed ^ unchecked((ulong)from * 0x9E3779B97F4A7C15UL));
        var highFirst = chance.Happens(0.5);
        var a = chance.Between(1, length - 1);
        var b = chance.Between(1, length - 2);
        b = b >= a ? b + 1 : b;
        var (high, low) = (InTicks(bar.High, tick), InTicks(bar.Low, tick));
        return new(
            new(from, InTicks(bar.Open, tick)),
            new(from + Math.Min(a, b), highFirst ? high : low),
            new(from + Math.Max(a, b), highFirst ? low : high),
            new(from + length, InTicks(bar.Close, tick)));
    }

    /// <summary>The nearest whole number of ticks; a half goes to the even one.</summary>
    public static long InTicks(Price price, Price tick) =>
        (long)Math.Round(price.Value / tick.Value, MidpointRounding.ToEven);

    /// <summary>Where the price is, in ticks; before the bar its open, after it its close.</summary>
    public long TicksAt(Instant at)
    {
        var t = at.Milliseconds;
        if (t <= _open.At)
        {
            return _open.Ticks;
        }

        return t < _first.At ? Between(_open, _first, t)
            : t < _second.At ? Between(_first, _second, t)
            : t < _close.At ? Between(_second, _close, t)
            : _close.Ticks;
    }

    /// <summary>The first moment from <paramref name="from"/> on, inside the bar, at which the price is at or below a
    /// level (<paramref name="below"/>), or at or above it; <see cref="Instant.Never"/> if there is none.</summary>
    public Instant FirstBeyond(long ticks, bool below, Instant from)
    {
        var sign = below ? 1 : -1;
        var start = Math.Max(from.Milliseconds, _open.At);
        if (start >= _close.At)
        {
            return Instant.Never;
        }

        if (sign * TicksAt(new(start)) <= sign * ticks)
        {
            return new(start);
        }

        var at = Crossing(_open, _first, sign, ticks);
        at = at < start ? Crossing(_first, _second, sign, ticks) : at;
        at = at < start ? Crossing(_second, _close, sign, ticks) : at;
        return at < start || at >= _close.At ? Instant.Never : new(at);
    }

    private static long Between(Turn a, Turn b, long t) => a.Ticks + ((b.Ticks - a.Ticks) * (t - a.At) / (b.At - a.At));

    /// <summary>When a stretch first reaches a level coming from above (sign +1) or below (−1); −1 if it does
    /// not.</summary>
    private static long Crossing(Turn a, Turn b, int sign, long ticks)
    {
        var (down, way) = (sign * (a.Ticks - ticks), sign * (a.Ticks - b.Ticks));
        if (down <= 0 || way < down)
        {
            return -1;
        }

        var span = b.At - a.At;
        return a.At + (((down * span) + way - 1) / way);
    }
}
