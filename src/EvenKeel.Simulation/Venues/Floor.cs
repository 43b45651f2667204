using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>What all parts of the venue share: time, pairs, wallet, orders and the numbers that name things.</summary>
internal sealed class Floor(VenueSettings settings, ulong seed, Instant start)
{
    private readonly List<Pair> _pairs = [];

    public VenueSettings Settings => settings;

    public ulong Seed => seed;

    public Instant Now { get; set; } = start;

    public Chance Chance { get; set; } = Chance.Of(seed, "delays");

    public Wallet Wallet { get; } = new(settings.Quote.Value);

    public OrderTable Orders { get; } = new();

    /// <summary>In order of their symbols.</summary>
    public List<Pair> Pairs => _pairs;

    /// <summary>The last number that named an order, a fill or a flow.</summary>
    public long Number { get; set; }

    /// <summary>Which pair last took the quote coin below zero: it bears the interest on that.</summary>
    public Symbol? QuoteDebtor { get; set; }

    /// <summary>Something happened that moves margin: what was known to be safe has to be looked at again.</summary>
    public bool Moved { get; set; }

    public Action<Fill>? Filled { get; set; }

    public Action<Symbol, ClientOrderId?, Quantity>? Pushed { get; set; }

    public Action<Symbol, VenueFlow>? Flowed { get; set; }

    public Action<Market, Quantity>? MovedOutside { get; set; }

    /// <summary>Null: the settings know no such pair.</summary>
    public Pair? Find(Symbol symbol)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Symbol == symbol)
            {
                return pair;
            }
        }

        return settings.Find(symbol) is { } terms ? Add(new(terms, settings.Quote.Value)) : null;
    }

    public Pair PairOf(Symbol symbol) => Find(symbol)
        ?? throw new ArgumentException($"{symbol}: the venue settings have no such pair", nameof(symbol));

    public Leg LegOf(Market market, Symbol symbol) => Find(symbol)?.Of(market)
        ?? throw new ArgumentException($"{market} {symbol}: the venue settings have no such leg", nameof(symbol));

    public Leg LegOf(VenueOrder order) => LegOf(order.Draft.Market, order.Draft.Symbol);

    /// <summary>The pair whose base coin this is; null for the quote coin or a stranger.</summary>
    public Pair? PairOf(Coin coin)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Base == coin)
            {
                return pair;
            }
        }

        return null;
    }

    /// <summary>What a unit of a coin counts now; null is unknown. [quote/coin]</summary>
    public Price? Worth(Coin coin, Instant at) =>
        coin == settings.Quote.Value ? new(1m) : PairOf(coin)?.CoinWorth(at);

    public MakerTaker Fees(Market market) => (market == Market.Spot ? settings.Fees.Spot : settings.Fees.Linear).Value;

    /// <summary>The terms of borrowing a coin; null: it cannot be borrowed.</summary>
    public BorrowTerms? BorrowOf(Coin coin) =>
        coin == settings.Quote.Value ? settings.QuoteBorrow.Value : PairOf(coin)?.Borrow;

    /// <summary>Changes the quote balance on behalf of a pair.</summary>
    public void Pay(Pair pair, decimal change)
    {
        var quote = Wallet.Of(settings.Quote.Value);
        quote.Balance += change;
        QuoteDebtor = change < 0m && quote.Balance < 0m ? pair.Symbol : QuoteDebtor;
        Moved = true;
    }

    public string NextId(string kind) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{++Number}");

    private Pair Add(Pair pair)
    {
        var at = _pairs.FindIndex(p => string.CompareOrdinal(p.Symbol.Name, pair.Symbol.Name) > 0);
        _pairs.Insert(at < 0 ? _pairs.Count : at, pair);
        return pair;
    }
}
