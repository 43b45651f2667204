using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Host.Paper;

/// <summary>A pair's market where its walk has come to: enough to go on from, and nothing else.</summary>
/// <param name="Chance">What is left of its seeded chance.</param>
/// <param name="NextBar">When its next bar opens.</param>
/// <param name="Basis">(perp − spot) ÷ spot at the last close. [1]</param>
/// <param name="Rate">What the coming settlement pays. [1 per interval]</param>
internal sealed record WalkState(
    Symbol Pair, ulong Chance, Instant NextBar, Price Spot, Price Perp, Rate Basis, Rate Rate);

/// <summary>How a walk is made; it stays as the venue's file began with.</summary>
internal sealed record WalkTerms(int Seed, TimeSpan BarEvery, TimeSpan FundingInterval, Rate FundingMean);

/// <summary>Makes one pair's market from a seed: a price that wanders around its home, a perpetual a little above it,
/// and a funding rate that comes back to its mean. The same state always goes on in the same way.</summary>
internal sealed class MarketWalk
{
    private const decimal Homing = 0.0002m;
    private const decimal BasisMean = 0.0002m;
    private const decimal BasisNoise = 0.00002m;
    private const decimal BasisHoming = 0.02m;
    private const decimal RateMemory = 0.9m;
    private const decimal RateNoise = 0.15m;
    private const decimal VolumeQuote = 1_000_000m;

    /// <summary>Settlements that lie before a new market, so that there is a past to judge it by.</summary>
    private static readonly TimeSpan s_past = TimeSpan.FromDays(3);

    private readonly SimulatedVenue _venue;
    private readonly WalkTerms _terms;
    private readonly Chance _chance;
    private readonly decimal _volatility;
    private WalkState _state;

    public MarketWalk(SimulatedVenue venue, WalkTerms terms, WalkState state) =>
        (_venue, _terms, _state, _chance, _volatility) =
        (venue, terms, state, new(state.Chance), VolatilityOf(state.Pair));

    public WalkState State => _state with { Chance = _chance.State };

    /// <summary>When it has something to give next.</summary>
    public Instant NextAt => _state.NextBar;

    /// <summary>A new market from now on, with settlements behind it.</summary>
    public static MarketWalk New(SimulatedVenue venue, WalkTerms terms, Symbol pair)
    {
        var home = HomeOf(pair);
        var start = venue.Now.Floor(terms.BarEvery);
        var chance = Chance.Of((ulong)terms.Seed, pair.Name);
        var state = new WalkState(
            pair, chance.State, start, home, home * (1m + BasisMean), new(BasisMean), terms.FundingMean);
        var walk = new MarketWalk(venue, terms, state);
        walk.TellThePast();
        walk.Give();
        return walk;
    }

    /// <summary>Gives the bars that open next, and the settlement after the one that is then due.</summary>
    public void Give()
    {
        var at = _state.NextBar;
        _venue.Foretell(_state.Pair, _state.Rate);
        var spot = Math.Round(_state.Spot.Value * (1m + (_volatility * Bell()) + (Homing * Homewards())), 4);
        var gap = BasisMean - _state.Basis.Value;
        var basis = Math.Round(_state.Basis.Value + (BasisHoming * gap) + (BasisNoise * Bell()), 9);
        var perp = Math.Round(spot * (1m + basis), 4);
        Open(Market.Spot, at, _state.Spot, spot);
        Open(Market.Linear, at, _state.Perp, perp);
        _state = _state with
        {
            NextBar = at + _terms.BarEvery,
            Spot = new(spot),
            Perp = new(perp),
            Basis = new(basis),
        };
        if (at.Floor(_terms.FundingInterval) == at)
        {
            Promise(at + _terms.FundingInterval);
        }
    }

    private void TellThePast()
    {
        var first = (_venue.Now - s_past).Floor(_terms.FundingInterval);
        var last = _state.NextBar.Floor(_terms.FundingInterval);
        for (var at = first; at < _venue.Now; at += _terms.FundingInterval)
        {
            Promise(at);
        }

        _venue.Announce(_state.Pair, _terms.FundingInterval, last + _terms.FundingInterval);
        if (last != _state.NextBar)
        {
            Promise(last + _terms.FundingInterval);
        }
    }

    private void Promise(Instant at)
    {
        var mean = _terms.FundingMean.Value;
        var rate = mean + (RateMemory * (_state.Rate.Value - mean)) + (RateNoise * Math.Abs(mean) * Bell());
        _state = _state with { Rate = new(Math.Round(rate, 9)) };
        _venue.Settle(_state.Pair, at, _state.Rate, _terms.FundingInterval);
    }

    private void Open(Market market, Instant at, Price open, decimal close)
    {
        var (top, bottom) = (Math.Max(open.Value, close), Math.Min(open.Value, close));
        var high = top * (1m + (_volatility * (decimal)_chance.Unit()));
        var low = bottom * (1m - (_volatility * (decimal)_chance.Unit()));
        var volume = Math.Round(VolumeQuote * (0.5m + (decimal)_chance.Unit()) / close, 3);
        _venue.Open(market, _state.Pair, new(at, open, new(high), new(low), new(close), new(volume)), _terms.BarEvery);
    }

    /// <summary>How far, and to which side, home lies, as a share of it.</summary>
    private decimal Homewards() => 1m - (_state.Spot.Value / HomeOf(_state.Pair).Value);

    /// <summary>About normal: twelve draws, mean 0, deviation 1.</summary>
    private decimal Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += _chance.Unit();
        }

        return (decimal)sum;
    }

    /// <summary>How far a price wanders within a bar. The two great ones are calm; others give a grid something to
    /// do. [1]</summary>
    private static decimal VolatilityOf(Symbol pair) => pair.Name is "BTCUSDT" or "ETHUSDT" ? 0.00006m : 0.0002m;

    private static Price HomeOf(Symbol pair) => pair.Name switch
    {
        "BTCUSDT" => new(100_000m),
        "ETHUSDT" => new(4_000m),
        _ => new(200m),
    };
}
