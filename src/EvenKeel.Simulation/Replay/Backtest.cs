using EvenKeel.Accounting;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Replays a tape through the machines, runner and gate of the service, against the simulated venue. Nothing
/// decides in here: it feeds bars and lets time pass.</summary>
public sealed class Backtest
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    // Later than any look at the bars of that moment ends: whether there was one must not matter.
    private static readonly TimeSpan s_afterFlow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drain = TimeSpan.FromMinutes(1);

    private readonly BacktestPlan _plan;
    private readonly MarketTape _tape;
    private readonly Timeline _time;
    private readonly SimulatedVenue _venue;
    private readonly CarryReplay[] _pairs;
    private readonly TapeFeed[] _feeds;
    private readonly OrderList _orders = new();
    private readonly ReplayMeters _meters;
    private readonly List<string> _alarms = [];

    /// <param name="appended">Takes each audit record and its flows, as the service's tables do.</param>
    /// <param name="through">What stands between the machines and the venue; nothing does by default.</param>
    /// <param name="keeper">Who keeps the carry of a pair; by default the replay itself does.</param>
    public Backtest(
        BacktestPlan plan, MarketTape tape, Action<string, OutboxEntry>? appended = null,
        Func<IVenue, IVenue>? through = null, Func<CarrySeat, ICarryKeeper>? keeper = null)
    {
        (_plan, _tape, _time) = (plan, tape, new(plan.From));
        _venue = new(plan.Venue, plan.Seed, plan.From, [(plan.Venue.Quote.Value, plan.Capital.Value)], plan.Faults)
        {
            Accepted = _orders.Accepted,
            Filled = Filled,
            Flowed = Flowed,
        };
        var latency = new Latency(plan.Seed, plan.Venue.Latency.Value, plan.LatencyFactor);
        var wire = new Wire(_time, through?.Invoke(_venue) ?? _venue, _venue.AdvanceTo, latency);
        _pairs = [.. plan.Pairs.Select(symbol => new CarryReplay(
            new(
                plan, symbol, _venue, _time, wire, latency, appended ?? ((_, _) => { }),
                text => _alarms.Add($"{_time.Now} {text}")),
            keeper ?? (seat => new CarryKeeper(seat))))];
        _feeds = [.. tape.Pairs.ToArray().Select(pair => new TapeFeed(_venue, pair))];
        _meters = new(_venue, _pairs);
    }

    /// <summary>Replays the whole tape.</summary>
    /// <param name="progress">Told the time that the replay has come to, once an hour of it.</param>
    public BacktestReport Run(Action<Instant>? progress = null)
    {
        Array.ForEach(_feeds, feed => feed.Remember(_plan.From));
        Array.ForEach(_pairs, pair => pair.Start());

        while (_tape.Next())
        {
            Step(_tape.Now);
            if (_meters.Sampled(_tape.Now))
            {
                progress?.Invoke(_tape.Now);
            }
        }

        return Finish();
    }

    /// <summary>One moment: what is due before it happens, what begins is given, what closed is looked at.</summary>
    private void Step(Instant now)
    {
        _time.RunUntil(now - s_moment);
        for (var i = 0; i < _pairs.Length; i++)
        {
            _pairs[i].Open(_tape.Pairs[i], now);
            if (_feeds[i].Give(now))
            {
                _time.At(now + s_afterFlow, _pairs[i].Settled);
            }
        }

        _venue.AdvanceTo(now);
        _time.RunUntil(now);
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (_tape.Pairs[i].HasSettlement)
            {
                _feeds[i].Announce(now);
            }

            _pairs[i].Closed(now);
        }
    }

    private void Filled(Fill fill)
    {
        _orders.Filled(fill);
        foreach (var pair in _pairs)
        {
            if (pair.Symbol == fill.Symbol)
            {
                pair.Filled(fill);
            }
        }
    }

    private void Flowed(Symbol symbol, VenueFlow flow)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Symbol == symbol)
            {
                pair.Flowed(flow);
                _time.At(flow.At + s_afterFlow, pair.Settled);
            }
        }
    }

    /// <summary>Ends the replay: what is open is valued, not closed; only the baseline goes out.</summary>
    private BacktestReport Finish()
    {
        if (_plan.Hold)
        {
            _time.RunUntil(_plan.To - BacktestPlan.Bar);
            Array.ForEach(_pairs, pair => pair.Leave("the end of the replay"));
        }

        _time.RunUntil(_plan.To - s_moment);
        var end = _plan.To + s_drain;
        Array.ForEach(_pairs, pair => pair.Reconcile());
        _time.RunUntil(end);
        _venue.AdvanceTo(end);
        var equity = _meters.Close(end);
        _alarms.AddRange(_tape.Pairs.ToArray().Where(p => p.MarksMissing > 0).Select(p =>
            $"{p.Symbol}: {p.MarksMissing} hourly marks are not recorded; the last was moved on with the perpetual"));
        var (worth, profit) = (Amount.Zero, ProfitAndLoss.Zero);
        foreach (var pair in _pairs)
        {
            var (spot, mark) = pair.Marks;
            worth += ProfitAndLoss.Worth(pair.Ledger, spot, mark);
            profit += ProfitAndLoss.Of(pair.Ledger, spot, mark);
        }

        return new(
            _tape.Bars, _tape.Settlements, _pairs.Sum(p => p.Episodes.Entries), _pairs.Sum(p => p.Episodes.Exits),
            _meters.NotionalHours, profit, _plan.Capital, equity, equity - _plan.Capital - worth,
            _meters.UnhedgedNotionalMax, _meters.UnhedgedMax, _meters.Stale(_plan.To - _plan.From), _orders,
            _meters.Equity, [.. _pairs.SelectMany(p => p.Episodes.All).OrderBy(e => e.Opened)], _meters.Samples,
            _alarms);
    }
}
