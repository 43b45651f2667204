using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>One pair of a backtest: its bars, who keeps its carry, and what is measured about it.</summary>
internal sealed class CarryReplay
{
    private readonly CarrySeat _seat;
    private readonly ICarryKeeper _keeper;
    private readonly BarFeed _spot;
    private readonly BarFeed _linear;
    private readonly Coin _coin;
    private Bars _now;
    private Bars _closed;

    public CarryReplay(CarrySeat seat, Func<CarrySeat, ICarryKeeper> keeper)
    {
        (_seat, Episodes) = (seat, new(seat.Symbol));
        seat.Written = Episodes.Written;
        _keeper = keeper(seat);
        var plan = seat.PlanNow();
        (_spot, _linear) = (seat.Venue.Bars(Market.Spot, Symbol), seat.Venue.Bars(Market.Linear, Symbol));
        _coin = plan.Spot.Base;
        Meter = new(Quantity.Max(plan.Spot.Lot, plan.Perp.Lot));
    }

    public Symbol Symbol => _seat.Symbol;

    public ExposureMeter Meter { get; }

    public long SpotBars { get; private set; }

    public long LinearBars { get; private set; }

    public Ledger Ledger => _keeper.Row.Ledger;

    public EpisodeLog Episodes { get; }

    /// <summary>What the last closed bars say; null while a leg has no price. [1]</summary>
    public Rate? Basis => _closed.At > default(Instant) ? FundingMath.Basis(_closed.Spot, _closed.Perp) : null;

    /// <summary>What the venue values coin and position at now. A leg that holds nothing needs no price.</summary>
    public (Price Spot, Price Mark) Marks =>
        (_seat.Venue.WorthOf(_coin) ?? default, _seat.Venue.MarkOf(Symbol) ?? default);

    public void Start() => _keeper.Start();

    /// <summary>Gives the bars that begin now; a leg without one has no price for its length.</summary>
    public void Open(PairTape tape, Instant now)
    {
        if (tape.HasSpot)
        {
            _spot.Open(in tape.Spot, BacktestPlan.Bar);
            SpotBars++;
        }

        if (tape.HasLinear)
        {
            _linear.Open(in tape.Linear, BacktestPlan.Bar);
            LinearBars++;
        }

        _closed = _now;
        _now = tape.HasSpot && tape.HasLinear ? new(now, tape.Spot.Close, tape.Linear.Close) : default;
    }

    /// <summary>The bars before those of now have closed.</summary>
    public void Closed(Instant now)
    {
        if (_closed.At + BacktestPlan.Bar == now)
        {
            _keeper.Closed(_closed.Spot, _closed.Perp, now);
        }
    }

    /// <summary>Something moved the account without an order: it is booked, and looked at.</summary>
    public void Settled() => _keeper.Settled();

    /// <summary>Books what the venue still knows, so that ledger and wallet stand at the same moment.</summary>
    public void Reconcile() => _keeper.Reconcile();

    /// <summary>Closes the position, and enters no other.</summary>
    public void Leave(string because)
    {
        _seat.Ranked = false;
        _keeper.Leave(because);
    }

    /// <summary>Takes note of a fill, on the venue's own timeline; its keeper hears of it by a push.</summary>
    public void Filled(Fill fill)
    {
        var inCoin = fill.Market == Market.Spot && fill.FeeCoin == _coin ? fill.Fee : 0m;
        Meter.Moved((fill.Quantity * fill.Side.Sign()) - new Quantity(inCoin), fill.Price, fill.At);
        _seat.Push(fill, _keeper.Nudge);
    }

    /// <summary>Takes note of what moved a leg without an order: interest, or a trade that the venue made.</summary>
    public void Flowed(VenueFlow flow)
    {
        var inCoin = flow.Coin == _coin ? new Quantity(flow.Change) : Quantity.Zero;
        var traded = flow.Kind == VenueFlowKind.Interest ? Quantity.Zero : flow.Quantity;
        Meter.Moved(traded + inCoin, flow.Price, flow.At);
    }

    /// <summary>The closes of two bars that opened at a moment; both legs had one.</summary>
    private readonly record struct Bars(Instant At, Price Spot, Price Perp);
}
