using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>The seeded path of one pair, bar by bar. Spot, perpetual and mark see the same draws.</summary>
internal sealed class SyntheticWalk(ulong seed, Symbol symbol, Instant from)
{
    private const decimal BasisMean = -0.0004m;
    private const decimal BasisPull = 0.02m;
    private const int BasisMoveMax = 40;
    private const decimal PricePull = 0.00002m;
    private const int PriceMoveMax = 1200;
    private const int WickMax = 600;
    private const decimal Millionth = 0.000001m;

    private readonly Chance _chance = Chance.Of(seed, $"bars {symbol}");
    private readonly (decimal Price, decimal Tick, decimal Volume, decimal Lot) _shape = Shape(symbol);
    private decimal _price = Shape(symbol).Price;
    private decimal _basis = BasisMean;

    /// <summary>When the bar that comes next opens.</summary>
    public Instant At { get; private set; } = from;

    /// <summary>The next bar as one series shows it.</summary>
    public Candle Next(TapeSeries series)
    {
        var (open, basisOpen, at) = (_price, _basis, At);
        // A weak pull to where it started keeps years of it from running off.
        var pull = PricePull * ((_price / _shape.Price) - 1m);
        _price = Math.Round(_price * (1m + Move(PriceMoveMax) - pull), 8);
        _basis = Math.Round(_basis + (BasisPull * (BasisMean - _basis)) + Move(BasisMoveMax), 8);
        var (up, down) = (_chance.Below(WickMax) * Millionth, _chance.Below(WickMax) * Millionth);
        var (traded, turned) = (_chance.Between(200, 2000), _chance.Between(200, 2000));
        At += TapeSteps.Bar;

        var first = Seen(series, open, basisOpen);
        var last = Seen(series, _price, _basis);
        var high = Tick(Math.Max(first, last) * (1m + up));
        var low = Math.Max(_shape.Tick, Tick(Math.Min(first, last) * (1m - down)));
        var volume = series switch
        {
            TapeSeries.Spot => _shape.Volume * traded,
            TapeSeries.Linear => _shape.Volume * turned * 4,
            _ => 0m,
        };
        return new(at, new(first), new(high), new(low), new(last), new(volume / 1000m - (volume / 1000m % _shape.Lot)));
    }

    private decimal Seen(TapeSeries series, decimal spot, decimal basis) =>
        Math.Max(_shape.Tick, Tick(series == TapeSeries.Spot ? spot : spot * (1m + basis)));

    private decimal Tick(decimal price) => Math.Round(price / _shape.Tick) * _shape.Tick;

    // Four draws added: a bell without a logarithm, so that it is the same on every machine.
    private decimal Move(int max) =>
        (_chance.Between(-max, max) + _chance.Between(-max, max) + _chance.Between(-max, max)
            + _chance.Between(-max, max)) * Millionth;

    private static (decimal Price, decimal Tick, decimal Volume, decimal Lot) Shape(Symbol symbol) => symbol.Name switch
    {
        "BTCUSDT" => (60_000m, 0.1m, 40m, 0.001m),
        "ETHUSDT" => (3_000m, 0.01m, 500m, 0.01m),
        _ => (150m, 0.01m, 5_000m, 0.1m),
    };
}
