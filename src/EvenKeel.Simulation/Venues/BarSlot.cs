using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>One bar of a book, with the path through it once that is asked for, and what our orders used of
/// it.</summary>
internal struct BarSlot
{
    public Candle Candle;

    /// <summary>The bar holds [open time, end).</summary>
    public Instant End;

    public bool Given;

    /// <summary>Bought by our orders. [base]</summary>
    public Quantity Bought;

    /// <summary>Sold by our orders. [base]</summary>
    public Quantity Sold;

    private BarPath _path;
    private Price _tick;
    private bool _pathKnown;

    public static BarSlot Of(BarState? state) => state is null ? default : new()
    {
        Candle = state.Candle,
        End = state.Candle.OpenTime + state.Duration,
        Given = true,
        Bought = state.Bought,
        Sold = state.Sold,
    };

    public readonly BarState? State => Given ? new(Candle, End - Candle.OpenTime, Bought, Sold) : null;

    /// <summary>Takes another bar in; nothing of it is used yet.</summary>
    public void Take(in Candle candle, TimeSpan duration)
    {
        Candle = candle;
        End = candle.OpenTime + duration;
        Given = true;
        Bought = Quantity.Zero;
        Sold = Quantity.Zero;
        _pathKnown = false;
    }

    public readonly bool Holds(Instant at) => Given && at >= Candle.OpenTime && at < End;

    /// <summary>The price at a moment in whole ticks, and the tick. At its open and its close a bar needs no
    /// path.</summary>
    public (long Ticks, Price Tick) PriceAt(Instant at, ulong seed, LegTerms terms)
    {
        if (_pathKnown || (at != Candle.OpenTime && at != End))
        {
            return (PathOf(seed, terms).TicksAt(at), _tick);
        }

        var tick = terms.TickAt(Candle.OpenTime);
        return (BarPath.InTicks(at == End ? Candle.Close : Candle.Open, tick), tick);
    }

    /// <summary>The first moment from a time on at which the path is at a price or beyond it; Never if there is
    /// none.</summary>
    public Instant FirstBeyond(Side side, Price price, Instant from, ulong seed, LegTerms terms)
    {
        // A path stays within its bar, rounded to the tick.
        var tick = terms.TickAt(Candle.OpenTime);
        if (side == Side.Buy ? price + tick < Candle.Low : price - tick > Candle.High)
        {
            return Instant.Never;
        }

        var path = PathOf(seed, terms);
        var ticks = price.Value / _tick.Value;
        return side == Side.Buy
            ? path.FirstBeyond((long)Math.Floor(ticks), below: true, from)
            : path.FirstBeyond((long)Math.Ceiling(ticks), below: false, from);
    }

    /// <summary>When, after a time, it begins, turns or ends; Never once it is over.</summary>
    public Instant NextTurn(Instant from, ulong seed, LegTerms terms)
    {
        if (!Given || from >= End)
        {
            return Instant.Never;
        }

        var path = PathOf(seed, terms);
        return from < Candle.OpenTime ? Candle.OpenTime
            : from < path.TurnFirst ? path.TurnFirst
            : from < path.TurnSecond ? path.TurnSecond
            : End;
    }

    private BarPath PathOf(ulong seed, LegTerms terms)
    {
        if (!_pathKnown)
        {
            _tick = terms.TickAt(Candle.OpenTime);
            _path = BarPath.Of(seed, in Candle, End - Candle.OpenTime, _tick);
            _pathKnown = true;
        }

        return _path;
    }
}
