using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

// What the driver tells the venue: prices, marks, settlements, and what befalls it.
public sealed partial class SimulatedVenue
{
    /// <summary>The way to give one leg's bars without looking it up each time.</summary>
    public BarFeed Bars(Market market, Symbol symbol)
    {
        var leg = _floor.LegOf(market, symbol);
        leg.Book ??= new BarBook(SeedOf(leg), leg.Terms, Settings.VolumeShare.Value);
        return leg.Book is BarBook book
            ? new(_floor, _watch, _floor.Find(symbol)!, market, book)
            : throw FedOtherwise(leg, "quotes");
    }

    /// <summary>Gives the bar that begins now or next; at most one ahead. Its close is the venue's secret until
    /// then.</summary>
    public void Open(Market market, Symbol symbol, in Candle bar, TimeSpan duration) =>
        Bars(market, symbol).Open(in bar, duration);

    /// <summary>Replaces a leg's book from now on: levels best first, an empty side offers nothing.</summary>
    public void Quote(Market market, Symbol symbol, ImmutableArray<BookLevel> bids, ImmutableArray<BookLevel> asks)
    {
        var leg = _floor.LegOf(market, symbol);
        leg.Book ??= new QuoteBook();
        (leg.Book as QuoteBook ?? throw FedOtherwise(leg, "bars")).Quote(bids, asks);
        if (market == Market.Linear && leg.Book.Worth(Now) is { } perp)
        {
            _floor.Find(symbol)!.Marks.Meets(Now, perp);
        }

        _floor.Moved = true;
        AdvanceTo(Now);
    }

    /// <summary>The same with one level on each side.</summary>
    public void Quote(Market market, Symbol symbol, Price bid, Price ask, Quantity size) =>
        Quote(market, symbol, [new(bid, size)], [new(ask, size)]);

    /// <summary>States a mark, as each hour's open does. Until the next one the mark follows the perpetual.</summary>
    /// <param name="at">Now or later, at most one ahead.</param>
    public void Mark(Symbol symbol, Instant at, Price mark)
    {
        var leg = _floor.LegOf(Market.Linear, symbol);
        var pair = _floor.Find(symbol)!;
        pair.Marks.Anchor(at, mark, leg.Book is { } book && book.Trades(at) ? book.Worth(at) : null, Now);
        _watch.Reanchored(pair, mark);
    }

    /// <summary>Gives a settlement. One that is over is history: it lists, and pays nobody.</summary>
    /// <param name="interval">The interval that it ends; the next is expected as much later. Null is unknown.</param>
    public void Settle(Symbol symbol, Instant at, Rate rate, TimeSpan? interval)
    {
        var pair = _floor.PairOf(symbol);
        if (at < Now && !pair.Position.Size.IsZero)
        {
            throw new ArgumentException(
                $"{symbol}: the settlement of {at} is over at {Now}, and a position is open", nameof(at));
        }

        pair.Funding.Schedule(new(at, rate, interval));
        if (at < Now)
        {
            pair.Funding.Take();
        }

        _floor.Moved = true;
    }

    /// <summary>Foretells what the coming settlement will pay; until then it is the last settled rate.</summary>
    public void Foretell(Symbol symbol, Rate rate) => _floor.PairOf(symbol).Funding.Foretell(rate);

    /// <summary>Announces interval and time of the coming settlement; null is unknown. It stands until that
    /// time.</summary>
    public void Announce(Symbol symbol, TimeSpan? interval, Instant? next) =>
        _floor.PairOf(symbol).Funding.Announce(interval, next);

    /// <summary>Stops trading on a leg; resting orders stay and are not met.</summary>
    public void Halt(Market market, Symbol symbol) => SetHalted(market, symbol, true);

    public void Resume(Market market, Symbol symbol) => SetHalted(market, symbol, false);

    /// <summary>Trades in another step from now on; an order that is not a multiple of it is refused.</summary>
    public void ChangeLot(Market market, Symbol symbol, Quantity lot) => _floor.LegOf(market, symbol).Lot = lot;

    /// <summary>Delists the perpetual: its orders are cancelled, the position is settled at a price, and nothing trades
    /// there any more.</summary>
    public void Delist(Symbol symbol, Price price)
    {
        var pair = _floor.PairOf(symbol);
        foreach (var order in _floor.Orders.Live.Where(
            o => o.Draft.Symbol == symbol && o.Draft.Market == Market.Linear).ToArray())
        {
            _endings.End(order, OrderState.Cancelled, "CancelByDelivery");
        }

        if (!pair.Position.Size.IsZero)
        {
            _interventions.Trade(VenueFlowKind.Liquidated, pair, Market.Linear, -pair.Position.Size, price);
        }

        SetHalted(Market.Linear, symbol, true);
    }

    /// <summary>The account loses quote on something else, such as another pair of it.</summary>
    public void Lose(Amount amount)
    {
        _floor.Wallet.Of(_floor.Wallet.Quote).Balance -= amount.Value;
        _floor.Moved = true;
        AdvanceTo(Now);
    }

    /// <summary>The venue starts again: closed orders leave the list of recent ones; history and executions
    /// stay.</summary>
    public void Restart() => _floor.Orders.Restart();

    /// <summary>Reduces the position against a bankrupt one (ADL): <paramref name="quantity"/> of it, unsigned.
    /// [base]</summary>
    public void Deleverage(Symbol symbol, Quantity quantity, Price price)
    {
        var pair = _floor.PairOf(symbol);
        var size = pair.Position.Size;
        if (quantity <= Quantity.Zero || quantity > size.Abs())
        {
            throw new ArgumentOutOfRangeException(
                nameof(quantity), $"{quantity}: must be above zero and at most the position {size}");
        }

        _interventions.Trade(VenueFlowKind.Deleveraged, pair, Market.Linear, quantity * -size.Sign, price);
        AdvanceTo(Now);
    }

    /// <summary>A person, or another bot, trades on this account at a price; the fee is a taker's.</summary>
    /// <param name="signed">Bought is positive. [base]</param>
    public void OutsideTrade(Market market, Symbol symbol, Quantity signed, Price price)
    {
        _ = _floor.LegOf(market, symbol);
        _interventions.Trade(VenueFlowKind.OutsideTrade, _floor.Find(symbol)!, market, signed, price);
        AdvanceTo(Now);
    }

    /// <summary>The terms on which a pair's coin is lent now; null: it is not.</summary>
    public BorrowTerms? BorrowingOf(Symbol symbol) => _floor.PairOf(symbol).Borrow;

    /// <summary>Lends a pair's coin on other terms from now on, also what is owed already.</summary>
    public void ChangeBorrowing(Symbol symbol, BorrowTerms? terms) => _floor.PairOf(symbol).Borrow = terms;

    /// <summary>The venue takes borrowed coin back: it buys what is owed on the account and repays.</summary>
    /// <returns>False: nothing was owed.</returns>
    public bool Recall(Symbol symbol, Price price)
    {
        var pair = _floor.PairOf(symbol);
        var debt = new Quantity(_floor.Wallet.DebtOf(pair.Base));
        if (debt.IsZero)
        {
            return false;
        }

        _interventions.Trade(VenueFlowKind.Liquidated, pair, Market.Spot, debt, price);
        _desk.Settle(pair.Base, decimal.MaxValue);
        AdvanceTo(Now);
        return true;
    }

    /// <summary>Rejects an order that was acknowledged and has not met the book yet.</summary>
    /// <returns>False: it has, or there is none.</returns>
    public bool Reject(ClientOrderId id, string reason)
    {
        if (_floor.Orders.Live.Find(o => o.Id == id && !o.Resting && o.Traded.IsZero) is not { } order)
        {
            return false;
        }

        _endings.End(order, OrderState.Rejected, reason);
        return true;
    }

    /// <summary>Fills more of an order than was asked for, at the price of its last fill.</summary>
    /// <returns>False: it has traded nothing.</returns>
    public bool Overfill(Market market, Symbol symbol, ClientOrderId id, Quantity extra)
    {
        if (_floor.Orders.Find(market, symbol, id) is not { Fills: [.., var last] } order)
        {
            return false;
        }

        _trades.Fill(order, last.Price, extra, maker: false);
        if (order.IsLive && order.Left <= Quantity.Zero)
        {
            _endings.End(order, OrderState.Filled, null);
        }

        AdvanceTo(Now);
        return true;
    }

    private void SetHalted(Market market, Symbol symbol, bool halted)
    {
        _floor.LegOf(market, symbol).Halted = halted;
        AdvanceTo(Now);
    }

    private ulong SeedOf(Leg leg) => _floor.Seed ^ StableHash.Of($"{leg.Market}|{leg.Symbol}");

    private static InvalidOperationException FedOtherwise(Leg leg, string by) =>
        new($"{leg.Market} {leg.Symbol} is fed by {by}: a leg is fed in one way");
}
