using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Measures a grid's replay from the outside: equity, inventory, fills, and whether the books agree with the
/// venue.</summary>
/// <param name="row">As the grid has it stored.</param>
internal sealed class GridMeters(GridBacktestPlan plan, SimulatedVenue venue, Func<MachineRow<Grid>> row)
{
    /// <summary>Until what happened at the venue must be in the ledger.</summary>
    public static readonly TimeSpan Booked = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly Deployment s_ours = new(Realm.Test, "backtest");
    private readonly Coin _base = venue.InstrumentOf(plan.Market, plan.Pair).Base;
    private readonly List<Candle> _candles = [];
    private readonly List<Fill> _fills = [];
    private readonly MatchedPairs _pairs = new();
    private Quantity _held;
    private Instant _moved;
    private Instant _sampled;

    public EquityCurve Equity { get; } = new();

    /// <summary>Hourly candles of its market.</summary>
    public IReadOnlyList<Candle> Candles => _candles;

    public IReadOnlyList<Fill> Fills => _fills;

    public IReadOnlyList<MatchedPair> Pairs => _pairs.All;

    public Amount InventoryMax { get; private set; }

    public Amount IdentityErrorMax { get; private set; }

    public int IdentityChecks { get; private set; }

    /// <summary>How many fills came before the last check.</summary>
    public int FillsChecked { get; private set; }

    /// <summary>What the venue values a coin of it at now.</summary>
    public Price? Price => plan.Market == Market.Spot ? venue.WorthOf(_base) : venue.MarkOf(plan.Pair);

    public void Closed(in Candle candle)
    {
        if (_candles.Count == 0 || _candles[^1].OpenTime != candle.OpenTime.Floor(s_hour))
        {
            _candles.Add(candle with { OpenTime = candle.OpenTime.Floor(s_hour) });
            return;
        }

        var hour = _candles[^1];
        _candles[^1] = hour with
        {
            High = Markets.Price.Max(hour.High, candle.High),
            Low = Markets.Price.Min(hour.Low, candle.Low),
            Close = candle.Close,
        };
    }

    public void Filled(Fill fill)
    {
        var inCoin = fill.FeeCoin == _base ? new Quantity(fill.Fee) : Quantity.Zero;
        _held += (fill.Quantity * fill.Side.Sign()) - inCoin;
        InventoryMax = Amount.Max(InventoryMax, fill.Price * _held.Abs());
        _fills.Add(fill);
        Flowed(fill.At);
        if (ClientOrderId.TryParse(s_ours, fill.Order.Text, out _, out var step, out _))
        {
            _pairs.Add(GridSteps.Read(step).Index, fill);
        }
    }

    /// <summary>Measures at the first moment of each hour; true when it did.</summary>
    public bool Sampled(Instant now)
    {
        if (now < _sampled + s_hour)
        {
            return false;
        }

        _sampled = now.Floor(s_hour);
        if (venue.Figures is { } figures)
        {
            Equity.Add(now, figures.Equity);
        }

        return true;
    }

    /// <summary>Something was filled, settled or moved from outside.</summary>
    public void Flowed(Instant at) => _moved = Instant.Later(_moved, at);

    /// <summary>Holds the books against the venue, unless something moved so lately that it may not be booked
    /// yet.</summary>
    public void CheckIdentity(Instant now)
    {
        if (now - _moved > Booked && venue.Figures is { Equity: var equity } && Price is { } price)
        {
            var error = new Amount(Math.Abs(Error(equity, price).Value));
            IdentityErrorMax = Amount.Max(IdentityErrorMax, error);
            IdentityChecks++;
            FillsChecked = _fills.Count;
        }
    }

    /// <summary>The last measurement: what all is worth now, and what of it is not explained.</summary>
    public (Amount Equity, Amount Error) Close(Instant now)
    {
        var figures = venue.Figures
            ?? throw new InvalidOperationException($"at {now} something that is held has no price, so no worth");
        Equity.Add(now, figures.Equity);
        return (figures.Equity, Error(figures.Equity, Price ?? default));
    }

    private Amount Error(Amount equity, Price price) =>
        equity - plan.Capital - GridMachine.ProfitOf(row(), price).Profit;
}
