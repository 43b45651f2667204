using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>One pair on the floor: two legs, the position, the mark, the settlements and what flowed.</summary>
internal sealed class Pair(PairTerms terms, Coin quote)
{
    public Symbol Symbol => terms.Symbol;

    public Coin Base => terms.Base;

    public PairTerms Terms => terms;

    public Leg? Spot { get; } = terms.Spot is { } spot ? new(Market.Spot, terms, spot, quote) : null;

    public Leg? Linear { get; } = terms.Linear is { } linear ? new(Market.Linear, terms, linear, quote) : null;

    /// <summary>The terms of borrowing its coin now; null: it cannot be borrowed.</summary>
    public BorrowTerms? Borrow { get; set; } = terms.Borrow?.Value;

    public PerpPosition Position { get; } = new();

    public Marks Marks { get; } = new();

    public FundingTable Funding { get; } = new();

    /// <summary>Oldest first.</summary>
    public List<VenueFlow> Flows { get; } = [];

    public Leg? Of(Market market) => market == Market.Spot ? Spot : Linear;

    /// <summary>The mark at a time. The last price of the perpetual stands in when nothing newer is known, and null
    /// when nothing ever was: a holding must be worth something, an order never trades on it.</summary>
    public Price? MarkAt(Instant at) => Stated(at)?.Mark ?? Linear?.Book?.WorthLast;

    /// <summary>The mark with the time for which it was stated; null: none is known.</summary>
    public Marks.Stated? Stated(Instant at) => Linear is null
        ? null
        : Marks.Of(at, Linear.Book?.Worth(at), Linear.Terms);

    /// <summary>What a unit of the base coin counts: its spot price, or the perpetual's mark when spot has
    /// none.</summary>
    public Price? CoinWorth(Instant at) => Spot?.Book?.Worth(at) ?? MarkAt(at) ?? Spot?.Book?.WorthLast;
}
