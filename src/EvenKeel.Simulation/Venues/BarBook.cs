using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A book made from bars: the path's price with half a spread on each side, and a share of the bar's volume
/// for each side. A path is only worked out when something asks for it: an idle bar costs its copy.</summary>
internal sealed class BarBook(ulong seed, LegTerms terms, Rate volumeShare) : IBook
{
    private BarSlot _now;
    private BarSlot _next;
    private Instant _beforeEnd = Instant.Never;
    private Quantity _beforeVolume;

    public Price? WorthLast => _next.Given ? _next.Candle.Close : _now.Given ? _now.Candle.Close : null;

    /// <summary>The bars that are known and not over: the one of now, and the one ahead.</summary>
    public (Candle? Now, Candle? Next) Known(Instant now) => (
        _now.Given && _now.End > now ? _now.Candle : null, _next.Given && _next.End > now ? _next.Candle : null);

    public BookState State => new(_now.State, _next.State, _beforeEnd, _beforeVolume, null, [], []);

    public void Restore(BookState state)
    {
        (_beforeEnd, _beforeVolume) = (state.BeforeEnd, state.BeforeVolume);
        (_now, _next) = (BarSlot.Of(state.Bar), BarSlot.Of(state.BarNext));
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

        _next.Take(in candle, duration);
    }

    public bool Trades(Instant at) => At(at).Holds(at);

    public TopOfBook? Top(Instant at)
    {
        ref var bar = ref At(at);
        if (!bar.Holds(at))
        {
            return null;
        }

        var (ticks, tick) = bar.PriceAt(at, seed, terms);
        var half = (long)Math.Ceiling(ticks * terms.HalfSpread.Value.Value);
        return new(new(tick.Value * (ticks - half)), new(tick.Value * (ticks + half)), at);
    }

    public Price? Worth(Instant at)
    {
        ref var bar = ref At(at);
        if (!bar.Holds(at) && !(bar.Given && at == bar.End))
        {
            return null;
        }

        var (ticks, tick) = bar.PriceAt(at, seed, terms);
        return new(tick.Value * ticks);
    }

    public BookLevel? Best(Side side, Price? limit, Instant at)
    {
        var available = Available(side, limit, at);
        return available.IsZero ? null : new(Top(at)!.Value.Taking(side), available);
    }

    public Quantity Available(Side side, Price? limit, Instant at)
    {
        var offered = Top(at)?.Taking(side);
        var beyond = offered is { } price && limit is { } worst && side.Sign() * (price - worst).Value > 0m;
        return offered is null || beyond ? Quantity.Zero : Left(in At(at), side);
    }

    public void Consume(Side side, Price price, Quantity quantity, Instant at)
    {
        ref var bar = ref At(at);
        _ = side == Side.Buy ? bar.Bought += quantity : bar.Sold += quantity;
    }

    public Quantity? Depth(Rate slippage, Instant at)
    {
        ref var bar = ref At(at);
        if (!bar.Holds(at))
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

    /// <summary>When, after a time, a path turns or a bar begins or ends; Never if none is known.</summary>
    public Instant NextTurn(Instant from)
    {
        var at = _now.NextTurn(from, seed, terms);
        return at == Instant.Never ? _next.NextTurn(from, seed, terms) : at;
    }

    private Instant Cross(ref BarSlot bar, Side side, Price through, Instant from) =>
        !bar.Given || from >= bar.End
            || bar.FirstBeyond(side, through, from, seed, terms) is var at && at == Instant.Never
            || Left(in bar, side).IsZero
                ? Instant.Never
                : at;

    private ref BarSlot At(Instant at)
    {
        if (_next.Given && at >= _next.Candle.OpenTime)
        {
            return ref _next;
        }

        return ref _now;
    }

    private Quantity Left(in BarSlot bar, Side side) =>
        Budget(bar.Candle.Volume) - (side == Side.Buy ? bar.Bought : bar.Sold);

    private Quantity Budget(Quantity volume)
    {
        var share = volume.Value * volumeShare.Value;
        return new(share - (share % terms.Lot.Value.Value));
    }

    private InvalidOperationException OutOfTurn(in Candle candle) => new(
        $"bar {candle.OpenTime}: bars are given in order, at most one ahead; the last was {_next.Candle.OpenTime}");
}
