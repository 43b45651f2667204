using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Finds the moment at which the account cannot be maintained. It works out how far all prices may move
/// without harm; while the bars stay within that, a bar costs four comparisons.</summary>
internal sealed class MarginWatch(Floor floor, MarginAccount margin)
{
    private static readonly decimal[] s_stresses = [0.5m, 0.25m, 0.1m, 0.05m, 0.02m, 0.01m];

    private readonly List<PriceBand> _bands = [];
    private bool _exposed;
    private bool _calm;

    /// <summary>Nothing to watch, or nothing within the known bars that could harm.</summary>
    public bool IsCalm => !_exposed || _calm;

    /// <summary>Looks at a bar that was given: does it leave what is known to be harmless?</summary>
    public void Meets(Pair pair, Market market, in Candle bar)
    {
        if (_exposed && _calm)
        {
            _calm = Holds(pair, market, in bar);
        }
    }

    /// <summary>A mark was stated: the known bars mean other marks from then on, and without bars it stands
    /// alone.</summary>
    public void Reanchored(Pair pair, Price mark)
    {
        if (_exposed && _calm)
        {
            _calm = HoldsKnown(pair, Market.Linear) && Holds(pair, Market.Linear, mark, mark);
        }
    }

    /// <summary>The first moment up to a time at which the account cannot be maintained; Never if there is
    /// none.</summary>
    public Instant NextBankruptcy(Instant until)
    {
        if (floor.Moved || !IsCalm)
        {
            Calibrate();
        }

        return IsCalm ? Instant.Never : Search(until);
    }

    private void Calibrate()
    {
        (_exposed, _calm) = (margin.IsExposed(), false);
        if (!_exposed)
        {
            return;
        }

        foreach (var stress in s_stresses)
        {
            if (margin.Under(stress, floor.Now) is { IsBankrupt: false })
            {
                MakeBands(stress);
                _calm = HoldAll();
                return;
            }
        }
    }

    private void MakeBands(decimal stress)
    {
        _bands.Clear();
        var (down, up) = (1m - stress, 1m + stress);
        foreach (var pair in floor.Pairs)
        {
            if (pair.CoinWorth(floor.Now) is { } worth)
            {
                var mark = pair.MarkAt(floor.Now) ?? worth;
                var (low, high) = (Price.Min(worth, mark) * down, Price.Max(worth, mark) * up);
                _bands.Add(new(pair, low, high, mark * down, mark * up));
            }
        }
    }

    private bool HoldAll()
    {
        foreach (var pair in floor.Pairs)
        {
            if (!HoldsKnown(pair, Market.Spot) || !HoldsKnown(pair, Market.Linear))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsKnown(Pair pair, Market market)
    {
        if (pair.Of(market)?.Book is not BarBook book)
        {
            return true;
        }

        var (now, next) = book.Known(floor.Now);
        return (now is not { } first || Holds(pair, market, in first))
            && (next is not { } second || Holds(pair, market, in second));
    }

    private bool Holds(Pair pair, Market market, in Candle bar)
    {
        var factor = market == Market.Linear ? pair.Marks.FactorAt(bar.OpenTime) : 1m;
        return Holds(pair, market, bar.Low * factor, bar.High * factor);
    }

    private bool Holds(Pair pair, Market market, Price low, Price high)
    {
        foreach (var band in _bands)
        {
            if (band.Pair == pair)
            {
                return band.Holds(market, low, high);
            }
        }

        // Nothing is held of a pair without a band.
        return true;
    }

    private Instant Search(Instant until)
    {
        var at = floor.Now;
        if (IsBankrupt(at))
        {
            return at;
        }

        while (at < until)
        {
            var next = Instant.Earlier(until, NextTurn(at));
            if (IsBankrupt(next))
            {
                return Narrow(at, next);
            }

            at = next;
        }

        return Instant.Never;
    }

    private Instant NextTurn(Instant at)
    {
        var first = Instant.Never;
        foreach (var pair in floor.Pairs)
        {
            first = pair.Spot?.Book is BarBook spot ? Instant.Earlier(first, spot.NextTurn(at)) : first;
            first = pair.Linear?.Book is BarBook linear ? Instant.Earlier(first, linear.NextTurn(at)) : first;
        }

        return first;
    }

    /// <summary>Between two turns every price runs straight: the first bad millisecond is found by halving.</summary>
    private Instant Narrow(Instant good, Instant bad)
    {
        while (bad.Milliseconds - good.Milliseconds > 1)
        {
            var middle = new Instant(good.Milliseconds + ((bad.Milliseconds - good.Milliseconds) / 2));
            (good, bad) = IsBankrupt(middle) ? (good, middle) : (middle, bad);
        }

        return bad;
    }

    private bool IsBankrupt(Instant at) => margin.At(at) is { IsBankrupt: true };
}
