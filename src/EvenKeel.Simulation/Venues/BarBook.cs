using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A book made from bars: the path's price with half a spread on each side, and a share of the bar's volume
/// for each side. A path is only worked out when something asks for it: an idle bar costs its copy.</summary>
internal sealed class BarBook(ulong seed, LegTerms terms, Rate volumeShare) : IBook
{
    private Bar _now;
    private Bar _next;
    private Instant _beforeEnd = Instant.Never;
    private Quantity _beforeVolume;

    private struct Bar
    {
        public Candle Candle;
        public Instant End;
        public bool Given;
        public bool PathKnown;
        public BarPath Path;
        public Price Tick;
        public Quantity Bought;
        public Quantity Sold;
    }

    public Price? WorthLast => _next.Given ? _next.Candle.Close : _now.Given ? _now.Candle.Close : null;

    /// <summary>The bars that are known and not over: the one of now, and the one ahead.</summary>
    public (Candle? Now, Candle? Next) Known(Instant now) => (
        _now.Given && _now.End > now ? _now.Candle : null, _next.Given && _next.End > now ? _next.Candle : null);

    public BookState State => new(StateOf(in _now), StateOf(in _next), _beforeEnd, _beforeVolume, null, [], []);

    public void Restore(BookState state)
    {
        (_beforeEnd, _beforeVolume) = (state.BeforeEnd, state.BeforeVolume);
        (_now, _next) = (BarOf(state.Bar), BarOf(state.BarNext));
    }

    /// <summary>Gives the bar that comes next; the one before it must have begun.</summary>
    public void Open(in Candle candle, TimeSpan duration, Instant now)
    {
        if (_next.Given)
        {
            if (candle.OpenTime < _next.End || _next.Candle.OpenTime > now)
            {
                throw OutOfTurn(candle);
            }

            (_beforeEnd, _beforeVolume) = (_now.End, _now.Candle.Volume);
            _now = _next;
        }

        _next.Candle = candle;
        _next.End = candle.OpenTime + duration;
        _next.Given = true;
        _next.PathKnown = false;
        _next.Bought = Quantity.Zero;
        _next.Sold = Quantity.Zero;
    }

    public bool Trades(Instant at)
    {
        ref var bar = ref At(at);
        return Holds(in bar, at);
    }

    public TopOfBook? Top(Instant at)
    {
        ref var bar = ref At(at);
        if (!Holds(in bar, at))
        {
            return null;
        }

        var (ticks, half) = Around(ref bar, at);
        return new(new(bar.Tick.Value * (ticks - half)), new(bar.Tick.Value * (ticks + half)), at);
    }

    public Price? Worth(Instant at)
    {
        ref var bar = ref At(at);
        if (!bar.Given || at < bar.Candle.OpenTime || at > bar.End)
        {
            return null;
        }

        var ticks = TicksAt(ref bar, at);
        return new(bar.Tick.Value * ticks);
    }

    public BookLevel? Best(Side side, Price? limit, Instant at)
    {
        var available = Available(side, limit, at);
        return available.IsZero ? null : new(Top(at)!.Value.Taking(side), available);
    }

    public Quantity Available(Side side, Price? limit, Instant at)
    {
        if (Top(at) is not { } top || (limit is { } worst && side.Sign() * (top.Taking(side) - worst).Value > 0m))
        {
            return Quantity.Zero;
        }

        return Left(in At(at), side);
    }

    public void Consume(Side side, Price price, Quantity quantity, Instant at)
    {
        ref var bar = ref At(at);
        _ = side == Side.Buy ? bar.Bought += quantity : bar.Sold += quantity;
    }

    public Quantity? Depth(Rate slippage, Instant at)
    {
        ref var bar = ref At(at);
        if (!Holds(in bar, at))
        {
            return null;
        }

        // The volume of the bar of now is not known before it closes: the one before it stands for it.
        var isNext = at >= _next.Candle.OpenTime;
        var (end, volume) = isNext ? (_now.End, _now.Candle.Volume) : (_beforeEnd, _beforeVolume);
        return (!isNext || _now.Given) && end == bar.Candle.OpenTime ? Budget(volume) : null;
    }

    /// <summary>A tick beyond the limit, or beyond the price at arrival if the order came to rest inside the
    /// spread.</summary>
    public Price Through(Side side, Price limit, Instant arrival)
    {
        var tick = new Price(terms.TickAt(arrival).Value * side.Sign());
        var met = Worth(arrival) ?? limit;
        return (side == Side.Buy ? Price.Min(limit, met) : Price.Max(limit, met)) - tick;
    }

    public Instant NextCross(Side side, Price through, Instant from, Instant until)
    {
        var at = Cross(ref _now, side, through, from);
        at = at == Instant.Never ? Cross(ref _next, side, through, from) : at;
        return at <= until ? at : Instant.Never;
    }

    /// <summary>The first moment after <paramref name="from"/> at which a path turns or a bar begins; Never if none is
    /// known.</summary>
    public Instant NextTurn(Instant from)
    {
        var at = Turn(ref _now, from);
        return at == Instant.Never ? Turn(ref _next, from) : at;
    }

    private Instant Turn(ref Bar bar, Instant from)
    {
        if (!bar.Given || from >= bar.End)
        {
            return Instant.Never;
        }

        PathOf(ref bar);
        return from < bar.Candle.OpenTime ? bar.Candle.OpenTime
            : from < bar.Path.TurnFirst ? bar.Path.TurnFirst
            : from < bar.Path.TurnSecond ? bar.Path.TurnSecond
            : bar.End;
    }

    private Instant Cross(ref Bar bar, Side side, Price through, Instant from)
    {
        if (!bar.Given || from >= bar.End || Left(in bar, side).IsZero)
        {
            return Instant.Never;
        }

        PathOf(ref bar);
        var ticks = through.Value / bar.Tick.Value;
        return side == Side.Buy
            ? bar.Path.FirstBeyond((long)Math.Floor(ticks), below: true, from)
            : bar.Path.FirstBeyond((long)Math.Ceiling(ticks), below: false, from);
    }

    private ref Bar At(Instant at)
    {
        if (_next.Given && at >= _next.Candle.OpenTime)
        {
            return ref _next;
        }

        return ref _now;
    }

    private static bool Holds(in Bar bar, Instant at) => bar.Given && at >= bar.Candle.OpenTime && at < bar.End;

    private Quantity Left(in Bar bar, Side side) =>
        Budget(bar.Candle.Volume) - (side == Side.Buy ? bar.Bought : bar.Sold);

    private Quantity Budget(Quantity volume)
    {
        var share = volume.Value * volumeShare.Value;
        return new(share - (share % terms.Lot.Value.Value));
    }

    private (long Ticks, long Half) Around(ref Bar bar, Instant at)
    {
        var ticks = TicksAt(ref bar, at);
        return (ticks, (long)Math.Ceiling(ticks * terms.HalfSpread.Value.Value));
    }

    /// <summary>At its open and at its close a bar needs no path.</summary>
    private long TicksAt(ref Bar bar, Instant at)
    {
        if (bar.PathKnown || (at != bar.Candle.OpenTime && at != bar.End))
        {
            PathOf(ref bar);
            return bar.Path.TicksAt(at);
        }

        bar.Tick = terms.TickAt(bar.Candle.OpenTime);
        return BarPath.InTicks(at == bar.End ? bar.Candle.Close : bar.Candle.Open, bar.Tick);
    }

    private void PathOf(ref Bar bar)
    {
        if (!bar.PathKnown)
        {
            bar.Tick = terms.TickAt(bar.Candle.OpenTime);
            bar.Path = BarPath.Of(seed, in bar.Candle, bar.End - bar.Candle.OpenTime, bar.Tick);
            bar.PathKnown = true;
        }
    }

    private static BarState? StateOf(in Bar bar) => bar.Given
        ? new(bar.Candle, bar.End - bar.Candle.OpenTime, bar.Bought, bar.Sold)
        : null;

    private static Bar BarOf(BarState? state) => state is null ? default : new()
    {
        Candle = state.Candle,
        End = state.Candle.OpenTime + state.Duration,
        Given = true,
        Bought = state.Bought,
        Sold = state.Sold,
    };

    private InvalidOperationException OutOfTurn(in Candle candle) => new(
        $"bar {candle.OpenTime}: bars are given in order, at most one ahead; the last was {_next.Candle.OpenTime}");
}
