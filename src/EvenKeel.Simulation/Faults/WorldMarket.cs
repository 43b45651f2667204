using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The two books of a world: quoted anew every moment around a price, as deep as a test wants them.</summary>
public sealed class WorldMarket
{
    private static readonly TimeSpan s_quoted = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(8);

    private readonly World _world;
    private readonly Symbol _symbol;
    private Instant _settles;

    internal WorldMarket(World world, Symbol symbol, Price price)
    {
        (_world, _symbol, Price) = (world, symbol, price);
        QuoteBoth();
    }

    /// <summary>Half-way between bid and ask on both legs. [quote/base]</summary>
    public Price Price { get; set; }

    /// <summary>How far bid and ask lie from that. [quote/base]</summary>
    public Price Half { get; set; } = new(5m);

    /// <summary>Levels of a side, best first, each a multiple of <see cref="Half"/> away and this deep; empty: nothing
    /// is offered. [base]</summary>
    public ImmutableArray<Quantity> SpotBids { get; set; } = [new(100m)];

    public ImmutableArray<Quantity> SpotAsks { get; set; } = [new(100m)];

    public ImmutableArray<Quantity> PerpBids { get; set; } = [new(100m)];

    public ImmutableArray<Quantity> PerpAsks { get; set; } = [new(100m)];

    /// <summary>Replaces both books now.</summary>
    public void Quote()
    {
        _world.Venue.AdvanceTo(_world.Time.Now);
        QuoteBoth();
        _world.WatchVenue();
        _world.Quoted();
    }

    /// <summary>A settlement at this rate pays or charges now, and the next is foretold at it.</summary>
    public void Settle(Rate rate)
    {
        _world.Venue.AdvanceTo(_world.Time.Now);
        _settles = Instant.Later(_world.Time.Now, _settles) + TimeSpan.FromMilliseconds(1);
        _world.Venue.Settle(_symbol, _settles, rate, s_interval);
        _world.Venue.Foretell(_symbol, rate);
        _world.WatchVenue();
    }

    /// <summary>Settlements of nine intervals before the start, and the coming one foretold.</summary>
    internal void Remember(Rate rate)
    {
        var last = _world.Time.Now.Floor(s_interval);
        for (var i = 9; i >= 0; i--)
        {
            _world.Venue.Settle(_symbol, last - (s_interval * i), rate, s_interval);
        }

        _world.Venue.Announce(_symbol, s_interval, last + s_interval);
        _world.Venue.Foretell(_symbol, rate);
    }

    internal void Begin() => _world.Time.At(_world.Time.Now + s_quoted, () =>
    {
        Quote();
        Begin();
    });

    private void QuoteBoth()
    {
        Quote(Market.Spot, SpotBids, SpotAsks);
        Quote(Market.Linear, PerpBids, PerpAsks);
    }

    private void Quote(Market market, ImmutableArray<Quantity> bids, ImmutableArray<Quantity> asks) =>
        _world.Venue.Quote(market, _symbol, Levels(bids, -1), Levels(asks, 1));

    private ImmutableArray<BookLevel> Levels(ImmutableArray<Quantity> sizes, int sign) =>
        [.. sizes.Select((size, i) => new BookLevel(Price + (Half * (sign * (i + 1))), size))];
}
