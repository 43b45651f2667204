using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

// What a report reads from the venue, and how the venue is put away and taken up again.
public sealed partial class SimulatedVenue
{
    /// <summary>What the account is worth now by the venue's own wallet and marks; null: something held has no
    /// price.</summary>
    public AccountFigures? Figures => _margin.At(Now);

    /// <summary>What is held of a coin, and what is owed of it: of the quote coin, what its balance lacks.
    /// [coin]</summary>
    public (decimal Balance, decimal Debt) Held(Coin coin) =>
        (_floor.Wallet.Of(coin).Balance, _floor.Wallet.DebtOf(coin));

    /// <summary>Signed perpetual position. [base]</summary>
    public Quantity Position(Symbol symbol) => _floor.Find(symbol)?.Position.Size ?? Quantity.Zero;

    /// <summary>The mark at which the position is valued now; null is unknown. [quote/base]</summary>
    public Price? MarkOf(Symbol symbol) => _floor.Find(symbol)?.MarkAt(Now);

    /// <summary>What a unit of the coin counts now: its spot price, or the perpetual's mark while spot has
    /// none.</summary>
    public Price? WorthOf(Coin coin) => _floor.Worth(coin, Now);

    /// <summary>How many orders are live now, those that are being cancelled included.</summary>
    public int OrdersLive => _floor.Orders.Live.Count;

    /// <summary>How many of them buy, or sell.</summary>
    public int LiveOf(Side side) => _floor.Orders.Live.Count(o => o.Draft.Side == side);

    /// <summary>Whether an order is live now.</summary>
    public bool IsLive(ClientOrderId order) => _floor.Orders.Live.Any(o => o.Id == order);

    /// <summary>One order with what became of it; null: there is none, or it is folded away.</summary>
    public VenueOrderState? Find(Market market, Symbol symbol, ClientOrderId order) =>
        _floor.Orders.Find(market, symbol, order)?.Snapshot();

    /// <summary>What its stream tells of a pair now; null: there is no such pair.</summary>
    public MarketReport? Tick(Symbol symbol) =>
        (Answer(new VenueRequest.ReadMarket(symbol)) as VenueReply.MarketRead)?.Market;

    /// <summary>Whether a leg has a price now: without one it is stale, and nothing fills.</summary>
    public bool Trades(Market market, Symbol symbol) => _floor.LegOf(market, symbol).Trades(Now);

    /// <summary>The instrument as the venue states it now; its tick may change with time.</summary>
    public Instrument InstrumentOf(Market market, Symbol symbol) => _floor.LegOf(market, symbol).InstrumentAt(Now);

    /// <summary>Every order that was accepted and not folded away, in that order, with what became of it.</summary>
    public IEnumerable<VenueOrderState> Orders => _floor.Orders.All.Select(o => o.Snapshot());

    /// <summary>Drops orders that ended, and flows that happened, before a time; client order ids stay taken for ever.
    /// Never later than what a machine still asks for.</summary>
    public void Fold(Instant before)
    {
        _floor.Orders.Fold(before);
        foreach (var pair in _floor.Pairs)
        {
            pair.Flows.RemoveAll(f => f.At < before);
        }
    }

    /// <summary>The venue's whole truth now.</summary>
    public VenueState Snapshot() => new(
        VenueState.FormatNow, _floor.Seed, Now, _floor.Chance.State, _floor.Number, _desk.ChargedAt, _floor.QuoteDebtor,
        _floor.Wallet.Snapshot(), [.. _floor.Pairs.Select(Put)], _floor.Orders.Snapshot());

    /// <summary>Goes on from a snapshot as if nothing had been; this venue must be new, with the seed and settings that
    /// the snapshot was made with.</summary>
    public void Restore(VenueState state)
    {
        if (state.Seed != _floor.Seed || _floor.Number != 0 || state.Now < Now)
        {
            throw new ArgumentException(
                $"seed {state.Seed} at {state.Now} needs a new venue of that seed, not one of {_floor.Seed} at {Now}",
                nameof(state));
        }

        (_floor.Now, _floor.Chance, _floor.Number) = (state.Now, new(state.Chance), state.Number);
        (_desk.ChargedAt, _floor.QuoteDebtor, _floor.Moved) = (state.ChargedAt, state.QuoteDebtor, true);
        _floor.Wallet.Restore(state.Holdings);
        _floor.Orders.Restore(state.Orders);
        foreach (var pair in state.Pairs)
        {
            Take(pair);
        }
    }

    private static PairState Put(Pair pair) => new(
        pair.Symbol, Put(pair.Spot), Put(pair.Linear), pair.Position.Size, pair.Position.Cost, pair.Marks.Snapshot(),
        pair.Funding.Snapshot(), [.. pair.Flows]);

    private static LegState? Put(Leg? leg) => leg is null
        ? null
        : new((leg.Book as BarBook)?.State ?? (leg.Book as QuoteBook)?.State, leg.Book is BarBook, leg.Halted);

    private void Take(PairState state)
    {
        var pair = _floor.PairOf(state.Symbol);
        pair.Position.Restore(state.Position, state.Cost);
        pair.Marks.Restore(state.Marks);
        pair.Funding.Restore(state.Funding);
        pair.Flows.AddRange(state.Flows);
        Take(pair.Spot, state.Spot);
        Take(pair.Linear, state.Linear);
    }

    private void Take(Leg? leg, LegState? state)
    {
        if (leg is null || state is null)
        {
            return;
        }

        leg.Halted = state.Halted;
        if (state is { Book: { } bars, FromBars: true })
        {
            var book = new BarBook(SeedOf(leg), leg.Terms, Settings.VolumeShare.Value);
            book.Restore(bars);
            leg.Book = book;
        }
        else if (state.Book is { } quotes)
        {
            var book = new QuoteBook();
            book.Restore(quotes);
            leg.Book = book;
        }
    }
}
