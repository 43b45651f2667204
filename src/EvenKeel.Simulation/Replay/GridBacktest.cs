using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Replays a tape through the grid, runner and gate of the service, against the simulated venue. Nothing
/// decides in here: it feeds bars and lets time pass.</summary>
public sealed class GridBacktest
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_afterFlow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drain = TimeSpan.FromMinutes(1);

    private readonly GridBacktestPlan _plan;
    private readonly MarketTape _tape;
    private readonly TapeFeed _feed;
    private readonly Timeline _time;
    private readonly SimulatedVenue _venue;
    private readonly VenueClock _clock;
    private readonly Latency _latency;
    private readonly IdleLook _idle;
    private readonly GridKeeper _keeper;
    private readonly GridMeters _meters;
    private readonly BarCoverage _traded;
    private readonly BarFeed _spot;
    private readonly BarFeed _linear;
    private readonly OrderList _orders = new();
    private readonly List<string> _alarms = [];
    private Candle? _open;

    /// <param name="tape">Of the pair of the plan alone.</param>
    /// <param name="appended">Takes each audit record and its flows, as the service's tables do.</param>
    /// <param name="written">Takes each row that was stored.</param>
    /// <param name="through">What stands between the grid and the venue; nothing does by default.</param>
    public GridBacktest(
        GridBacktestPlan plan, MarketTape tape, Action<string, OutboxEntry>? appended = null,
        Action<MachineRow<Grid>>? written = null, Func<IVenue, IVenue>? through = null)
    {
        (_plan, _tape, _time) = (plan, tape, new(plan.From));
        _venue = new(plan.Venue, plan.Seed, plan.From, [(plan.Venue.Quote.Value, plan.Capital.Value)], plan.Faults)
        {
            Accepted = _orders.Accepted,
            Filled = Filled,
            Flowed = (_, _) =>
            {
                _meters!.Flowed(_time.Now);
                Tell(_time.Now + s_afterFlow, () => _keeper!.Settled());
            },
        };
        (_clock, _feed) = (new(_venue, _time), new(_venue, tape.Pairs[0]));
        _latency = new(plan.Seed, plan.Venue.Latency.Value, plan.LatencyFactor);
        var wire = new Wire(_time, through?.Invoke(_clock) ?? _clock, _venue.AdvanceTo, _latency);
        _idle = new(wire, _clock, _latency, _time);
        (_spot, _linear) = (_venue.Bars(Market.Spot, plan.Pair), _venue.Bars(Market.Linear, plan.Pair));
        _keeper = new(
            $"grid/{plan.Pair}", () => plan.GridPlan(_venue.InstrumentOf(plan.Market, plan.Pair)), _time, wire,
            new(appended ?? ((_, _) => { })) { Written = written }, Alarmed, plan.SkipIdle ? _idle : null);
        _meters = new(plan, _venue, () => _keeper.Row);
        _traded = new(plan.From, plan.To);
    }

    /// <summary>Replays the whole tape.</summary>
    /// <param name="progress">Told the time that the replay has come to, once an hour of it.</param>
    public GridBacktestReport Run(Action<Instant>? progress = null)
    {
        _feed.Remember(_plan.From);
        _keeper.Start();
        while (_tape.Next())
        {
            Step(_tape.Pairs[0], _tape.Now);
            if (_meters.Sampled(_tape.Now))
            {
                progress?.Invoke(_tape.Now);
            }
        }

        return Finish();
    }

    /// <summary>One moment: what is due before it happens, what begins is given, what closed is looked at.</summary>
    private void Step(PairTape tape, Instant now)
    {
        _time.RunUntil(now - s_moment);
        if (now == now.Floor(TapeSteps.Mark))
        {
            _meters.CheckIdentity(now);
        }

        var closed = _open;
        Open(tape);
        if (_feed.Give(now))
        {
            _meters.Flowed(now);
            Tell(now + s_afterFlow, _keeper.Settled);
        }

        _venue.AdvanceTo(now);
        _clock.Watch(now + BacktestPlan.Bar);
        _time.RunUntil(now);
        if (tape.HasSettlement)
        {
            _feed.Announce(now);
        }

        if (closed is { } candle && candle.OpenTime + BacktestPlan.Bar == now)
        {
            _meters.Closed(in candle);
            _keeper.Closed(in candle);
        }
    }

    /// <summary>Gives the bars that begin now; a market without one has no price for its length.</summary>
    private void Open(PairTape tape)
    {
        if (tape.HasSpot)
        {
            _spot.Open(in tape.Spot, BacktestPlan.Bar);
        }

        if (tape.HasLinear)
        {
            _linear.Open(in tape.Linear, BacktestPlan.Bar);
        }

        if (_plan.Market == Market.Spot ? tape.HasSpot : tape.HasLinear)
        {
            var candle = _plan.Market == Market.Spot ? tape.Spot : tape.Linear;
            _traded.Add(candle.OpenTime);
            _open = candle;
        }
    }

    /// <summary>Takes note of a fill, on the venue's own timeline; the grid hears of it by a push. When it must be
    /// booked, ledger and venue are held against each other.</summary>
    private void Filled(Fill fill)
    {
        _orders.Filled(fill);
        _meters.Filled(fill);
        _time.At(fill.At + GridMeters.Booked + s_moment, () => _meters.CheckIdentity(_time.Now));
        Tell(fill.At + _latency.Push(fill.Order, fill.At), () => _keeper.Nudge(fill.Order));
    }

    private void Tell(Instant at, Action told)
    {
        _idle.Tells(at);
        _time.At(at, told);
    }

    /// <summary>That there is no price once the tape has ended need not be told.</summary>
    private void Alarmed(string text)
    {
        if (_time.Now < _plan.To)
        {
            _alarms.Add($"{_time.Now} {text}");
        }
    }

    /// <summary>Ends the replay: what is held is valued, not sold.</summary>
    private GridBacktestReport Finish()
    {
        _time.RunUntil(_plan.To - s_moment);
        _keeper.Reconcile();
        var end = _plan.To + s_drain;
        _time.RunUntil(end);
        _venue.AdvanceTo(end);
        var row = _keeper.Row;
        var (equity, error) = _meters.Close(end);
        return new(
            _tape.Bars, _traded, GridMachine.ProfitOf(row, _meters.Price ?? default), row.State.Totals,
            row.State.Totals.LastDay(_plan.To).Trips, _plan.Capital, equity, error, _meters.IdentityErrorMax,
            _meters.IdentityChecks, _meters.FillsChecked, _clock.OrdersLiveMax, _meters.InventoryMax,
            _clock.RequestsPerMinuteMax, _clock.CallsPerMinuteMax, _orders, _meters.Equity, _meters.Candles,
            _meters.Fills, _meters.Pairs, row, _alarms);
    }
}
