using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>One leg of a pair: its rules, its book once it was fed, and whether it is halted.</summary>
internal sealed class Leg(Market market, PairTerms pair, LegTerms terms, Coin quote)
{
    private Instrument? _instrument;
    private Quantity _lot = terms.Lot.Value;

    public Market Market => market;

    public Symbol Symbol => pair.Symbol;

    public LegTerms Terms => terms;

    public IBook? Book { get; set; }

    public bool Halted { get; set; }

    /// <summary>The step of quantities as it is now; the least order moves with it. [base]</summary>
    public Quantity Lot
    {
        get => _lot;
        set => (_lot, _instrument) = (value, null);
    }

    public bool Trades(Instant at) => !Halted && Book is { } book && book.Trades(at);

    public TopOfBook? Top(Instant at) => Halted ? null : Book?.Top(at);

    public Instrument InstrumentAt(Instant at)
    {
        var tick = terms.TickAt(at);
        return _instrument is { } known && known.Tick == tick
            ? known
            : _instrument = terms.Instrument(market, pair, quote, at) with
            {
                Lot = _lot,
                QuantityMin = Quantity.Max(_lot, terms.QuantityMin.Value),
            };
    }
}
