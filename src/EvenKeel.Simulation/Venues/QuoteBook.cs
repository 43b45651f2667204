using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A book made from quotes: levels with sizes, best first, that stand until the next quote; what we take is
/// gone until then.</summary>
internal sealed class QuoteBook : IBook
{
    private BookLevel[] _bids = [];
    private BookLevel[] _asks = [];
    private Price? _mid;

    public Price? WorthLast => _mid;

    public BookState State => new(null, null, Instant.Never, Quantity.Zero, _mid, [.. _bids], [.. _asks]);

    public void Restore(BookState state) => (_mid, _bids, _asks) = (state.Mid, [.. state.Bids], [.. state.Asks]);

    /// <summary>Replaces the book; an empty side offers nothing, two empty sides are a leg without a price.</summary>
    public void Quote(ImmutableArray<BookLevel> bids, ImmutableArray<BookLevel> asks)
    {
        Check(bids, Side.Sell);
        Check(asks, Side.Buy);
        if (!bids.IsEmpty && !asks.IsEmpty)
        {
            if (bids[0].Price >= asks[0].Price)
            {
                throw new ArgumentException($"bid {bids[0].Price} must lie below ask {asks[0].Price}", nameof(bids));
            }

            _mid = new((bids[0].Price.Value + asks[0].Price.Value) / 2m);
        }

        (_bids, _asks) = ([.. bids], [.. asks]);
    }

    public bool Trades(Instant at) => _bids.Length + _asks.Length > 0;

    public TopOfBook? Top(Instant at) => _bids.Length > 0 && _asks.Length > 0
        ? new(_bids[0].Price, _asks[0].Price, at)
        : null;

    public Price? Worth(Instant at) => Trades(at) ? _mid : null;

    public BookLevel? Best(Side side, Price? limit, Instant at)
    {
        foreach (var level in Facing(side))
        {
            if (Within(side, level.Price, limit) && level.Quantity > Quantity.Zero)
            {
                return level;
            }
        }

        return null;
    }

    public Quantity Available(Side side, Price? limit, Instant at)
    {
        var sum = Quantity.Zero;
        foreach (var level in Facing(side))
        {
            sum = Within(side, level.Price, limit) ? sum + level.Quantity : sum;
        }

        return sum;
    }

    /// <summary>A taking order takes its level; a resting order that is filled uses up the best levels that met
    /// it.</summary>
    public void Consume(Side side, Price price, Quantity quantity, Instant at)
    {
        var levels = Facing(side);
        for (var i = 0; i < levels.Length && quantity > Quantity.Zero; i++)
        {
            var taken = Quantity.Min(levels[i].Quantity, quantity);
            levels[i] = levels[i] with { Quantity = levels[i].Quantity - taken };
            quantity -= taken;
        }
    }

    public Quantity? Depth(Rate slippage, Instant at)
    {
        if (Top(at) is not { } top)
        {
            return null;
        }

        var bought = Available(Side.Buy, top.Ask * (1m + slippage.Value), at);
        var sold = Available(Side.Sell, top.Bid * (1m - slippage.Value), at);
        return Quantity.Min(bought, sold);
    }

    /// <summary>A quote that meets the limit fills it: somebody is there to trade.</summary>
    public Price Through(Side side, Price limit, Instant arrival) => limit;

    public Instant NextCross(Side side, Price through, Instant from, Instant until) =>
        from <= until && Best(side, through, from) is not null ? from : Instant.Never;

    private BookLevel[] Facing(Side side) => side == Side.Buy ? _asks : _bids;

    private static bool Within(Side side, Price price, Price? limit) =>
        limit is not { } worst || (side == Side.Buy ? price <= worst : price >= worst);

    private static void Check(ImmutableArray<BookLevel> levels, Side taker)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i].Price.Value <= 0m || levels[i].Quantity <= Quantity.Zero)
            {
                throw Wrong(levels[i], "price and quantity must be above zero");
            }

            if (i > 0 && taker.Sign() * (levels[i].Price - levels[i - 1].Price).Value <= 0m)
            {
                throw Wrong(levels[i], $"must lie behind {levels[i - 1].Price}: best first");
            }
        }
    }

    private static ArgumentException Wrong(BookLevel level, string rule) =>
        new($"level {level.Price} × {level.Quantity}: {rule}", nameof(level));
}
