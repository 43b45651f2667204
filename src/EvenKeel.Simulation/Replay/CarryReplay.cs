using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>One pair of a backtest: its machine and owner, and what is measured about it.</summary>
internal sealed class CarryReplay
{
    private readonly BacktestPlan _plan;
    private readonly SimulatedVenue _venue;
    private readonly CarryMachine _machine;
    private readonly Owner<Carry> _owner;
    private readonly CarryWatch _watch;
    private readonly BarFeed _spot;
    private readonly BarFeed _linear;
    private readonly EpisodeLog _episodes;
    private bool _ranked = true;
    private Bars _now;
    private Bars _closed;

    public CarryReplay(
        BacktestPlan plan, Symbol symbol, SimulatedVenue venue, Timeline time, Wire wire,
        Action<string, OutboxEntry> appended, Action<string> alarmed)
    {
        (_plan, _venue, Symbol) = (plan, venue, symbol);
        _machine = new(PlanNow(), plan.Limits);
        _episodes = new(symbol);
        var store = new PlainRowStore<Carry>(appended) { Written = _episodes.Written };
        _owner = new(
            $"carry/{symbol}", Carry.New, _machine, RunnerSettings.Of(new(Realm.Test, "backtest")), time, wire, store)
        {
            Alarmed = alarmed,
        };
        _watch = new(_machine);
        (_spot, _linear) = (venue.Bars(Market.Spot, symbol), venue.Bars(Market.Linear, symbol));
        Meter = new(Quantity.Max(_machine.On(Market.Spot).Lot, _machine.On(Market.Linear).Lot));
    }

    public Symbol Symbol { get; }

    public ExposureMeter Meter { get; }

    public long SpotBars { get; private set; }

    public long LinearBars { get; private set; }

    public Ledger Ledger => _owner.Runner!.Row.Ledger;

    public EpisodeLog Episodes => _episodes;

    /// <summary>What the last closed bars say; null while a leg has no price. [1]</summary>
    public Rate? Basis => _closed.At > default(Instant) ? FundingMath.Basis(_closed.Spot, _closed.Perp) : null;

    /// <summary>What the venue values coin and position at now. A leg that holds nothing needs no price.</summary>
    public (Price Spot, Price Mark) Marks =>
        (_venue.WorthOf(_machine.On(Market.Spot).Base) ?? default, _venue.MarkOf(Symbol) ?? default);

    public void Start() => _owner.Start();

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

    /// <summary>The bars before those of now have closed: looks only if that can change a decision.</summary>
    public void Closed(Instant now)
    {
        if (_closed.At + BacktestPlan.Bar != now)
        {
            return;
        }

        var runner = _owner.Runner!;
        var mark = _venue.MarkOf(Symbol);
        if (_watch.Wakes(_closed.Spot, _closed.Perp, mark, runner.View, runner.Row, now) || !_plan.SkipIdle)
        {
            Look();
        }
    }

    /// <summary>A settlement is over: what it paid is booked, and the rate window has moved.</summary>
    public void Settled()
    {
        _owner.Runner!.Reconcile();
        Look();
    }

    /// <summary>Books what the venue still knows, so that ledger and wallet stand at the same moment.</summary>
    public void Reconcile()
    {
        _owner.Runner!.Reconcile();
        _owner.Pump();
    }

    /// <summary>Closes the position, and enters no other.</summary>
    public void Leave(string because)
    {
        _ranked = false;
        _machine.Plan = PlanNow();
        _owner.Runner!.Tell(new MachineEvent.LeaveAsked(because, Emergency: false), _venue.Now);
        _owner.Pump();
    }

    /// <summary>Takes note of a fill, on the venue's own timeline.</summary>
    public void Filled(Fill fill)
    {
        var inCoin = fill.Market == Market.Spot && fill.FeeCoin != _venue.Settings.Quote.Value ? fill.Fee : 0m;
        Meter.Moved((fill.Quantity * fill.Side.Sign()) - new Quantity(inCoin), fill.Price, fill.At);
        _owner.Runner?.Nudge(fill.Order, fill.At);
    }

    /// <summary>The closes of two bars that opened at a moment; both legs had one.</summary>
    private readonly record struct Bars(Instant At, Price Spot, Price Perp);

    private void Look()
    {
        var runner = _owner.Runner!;
        _machine.Plan = PlanNow();
        runner.Basis = _watch.Basis;
        runner.Wake();
        _owner.Pump();
    }

    private ArbPlan PlanNow()
    {
        var pair = _plan.Venue.Find(Symbol)!;
        var settings = _plan.InForce;
        return new(
            Symbol, _venue.InstrumentOf(Market.Spot, Symbol), _venue.InstrumentOf(Market.Linear, Symbol), settings,
            _ranked, settings.Notional, _plan.Venue.FeeRates, _plan.Venue.MarginOf(pair));
    }
}
