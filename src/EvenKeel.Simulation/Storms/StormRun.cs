using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Lives one plan: a carry in its world, the faults, the calm after them, and what was broken.</summary>
public sealed class StormRun
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(60);

    /// <summary>What no fault imposes: the venue's hourly pause of repayments, a market that comes to a resting order.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_booking = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan s_resolving = TimeSpan.FromSeconds(15);

    private readonly StormPlan _plan;
    private readonly CarryWorld _world;
    private readonly Dice _dice;
    private readonly CarryChecker _checker;
    private readonly Observer _observer;
    private readonly OwnerTrouble _owners;
    private readonly StoreTrouble _store;
    private readonly WireTrouble _wire;
    private readonly MarketTrouble _market;
    private readonly VenueTrouble _venue;
    private readonly PeopleTrouble _people;
    private int _crossed;
    private int _deathAt = int.MaxValue;
    private int _death;

    /// <param name="venue">Whose delays the plan replaces.</param>
    /// <param name="parts">What is played otherwise than it is.</param>
    /// <param name="keeps">Whether all that happens is kept, to be looked at.</param>
    public StormRun(StormPlan plan, VenueSettings venue, WorldParts<Carry>? parts = null, bool keeps = false)
    {
        _plan = plan;
        _world = new(ErrandPlan.Of(plan, VenueTrouble.Delayed(venue, plan)) with { Parts = parts ?? new() });
        _world.History.Keeps = keeps;
        _dice = new(_world, plan);
        (_checker, _observer) = (new(_world, timed: true), new(_world));
        (_owners, _store, _wire) = (new(_world, _dice), new(_world, _dice), new(_world, plan, _dice));
        (_market, _venue, _people) = (new(_world, _dice), new(_world, plan, _dice), new(_world, _dice));
        _world.History.Watched = happening =>
        {
            _checker.See(happening);
            _observer.See(happening);
            _venue.See(happening);
        };
    }

    /// <summary>The world, after it was lived in.</summary>
    public CarryWorld World => _world;

    public StormOutcome Live()
    {
        try
        {
            Blow();
            Calm();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            _checker.Expect("bug", false, e.ToString);
        }

        return _observer.Conclude(_plan, _checker);
    }

    private void Blow()
    {
        _store.Begin();
        _wire.Begin();
        _owners.Begin();
        _world.Start();
        if (_plan.Errand == Errand.Exit)
        {
            _world.RunUntil(w => w.IsAtRest && w.Row.State.Phase is CarryPhase.Holding, s_settling);
        }

        _dice.Blows = true;
        _world.Crossing = _ => Cross();
        DieAt(0);
        var begins = _world.Time.Now;
        foreach (var trigger in _plan.Triggers)
        {
            if (trigger.Crossing == 0)
            {
                At(begins + TimeSpan.FromMilliseconds(trigger.Milliseconds), () => Strike(trigger));
            }
        }

        new ErrandCourse(_world, _plan, _market, _people).Begin();
        _world.Run(_plan.Span);
        _dice.Blows = false;
    }

    private void Calm()
    {
        _owners.End();
        _market.Calm();
        _world.History.Add(new Happening.Calmed(_world.Time.Now));
        var calmed = _world.Time.Now;
        // Lists that lag are how this venue is, and no fault that ends: each order waits for them.
        var shown = TimeSpan.FromMilliseconds(
            _plan.Odds[(int)Fault.OrdersShownLate] + _plan.Odds[(int)Fault.ShownPastBound]
            + _plan.Odds[(int)Fault.FillsShownLate] + _plan.Odds[(int)Fault.FlowsShownLate]);
        var resolved = _world.RunUntil(w => !IsInDoubt(w, calmed), s_resolving + shown);
        _checker.Expect("L2", resolved || IsBehind, () => $"in doubt since before {calmed}");
        Settle(shown * 16);
        // What was set off in the storm has happened by then, and a difference that is found is booked.
        _world.Run(s_last + TimeSpan.FromMilliseconds(_plan.Odds[(int)Fault.FlowsShownLate]));
        Instant compared;
        do
        {
            compared = _world.Time.Now;
            _world.Owner.Tick();
            _world.Run(s_booking);
            Settle(shown * 16);
        }
        while (_world.FlowedAt > compared);

        if (_world.IsAtRest)
        {
            _checker.CheckRest();
        }

        _world.Run(_plan.Idle);
        _world.History.Add(new Happening.Over(_world.Time.Now));
    }

    /// <summary>Whether the owner idles on an older row: it learns of it with its next write, and nothing that was sent
    /// meanwhile is naked.</summary>
    private bool IsBehind => _world.Owner.Version < _world.Row.Version;

    private void Settle(TimeSpan shown)
    {
        var patience = s_settling + shown
            + (_plan.Errand is Errand.Negative or Errand.Patient ? s_patience : TimeSpan.Zero);
        var rests = _world.RunUntil(w => w.IsAtRest, patience);
        _checker.Expect(
            "L1", rests || IsBehind || _observer.IsBroke,
            () => $"no rest, but {_world.Row.State.Phase}, {_world.Row.Ledger}");
        if (!rests && IsBehind)
        {
            var (coin, position) = _world.Held;
            var naked = coin - (_world.Row.Baseline?.Coins ?? Quantity.Zero) + position;
            _checker.Expect("I9", naked.Abs() < _world.Residue, () => $"naked by {naked} behind an older row");
        }
    }

    private static bool IsInDoubt(CarryWorld world, Instant calmed)
    {
        foreach (var intent in world.Row.Journal.Intents)
        {
            if (intent.Status == Orders.IntentStatus.Intended && intent.Timestamp < calmed)
            {
                return true;
            }
        }

        return world.Owner.Version is null;
    }

    private void Cross()
    {
        if (_world.Boundaries.Count == _deathAt)
        {
            Die();
        }

        if (!_dice.Blows || !_observer.IsOpen)
        {
            return;
        }

        _crossed++;
        foreach (var trigger in _plan.Triggers)
        {
            if (trigger.Crossing == _crossed)
            {
                Strike(trigger);
            }
        }
    }

    /// <summary>The owner dies at a boundary of the plan, and at the next one after that.</summary>
    private void DieAt(int death)
    {
        if (death < _plan.Deaths.Length)
        {
            _deathAt = _world.Boundaries.Count + _plan.Deaths[death];
            _death = death;
        }
    }

    private void Die()
    {
        _deathAt = int.MaxValue;
        _dice.Strike(Fault.Crash, TimeSpan.FromSeconds(12));
        _world.Crash("as planned");
        DieAt(_death + 1);
    }

    private void Strike(Trigger trigger)
    {
        switch (trigger.Fault)
        {
            case Fault.Crash or Fault.SecondOwner or Fault.Zombie or Fault.Drain or Fault.ClockSkew or Fault.ClockJump:
                _owners.Strike(trigger);
                break;
            case Fault.StoreOutage:
                _store.Fail(trigger);
                break;
            case Fault.Banned or Fault.KeyRevoked or Fault.Maintenance:
                _wire.Shut(trigger);
                break;
            case Fault.VenueRestart or Fault.Deleveraged or Fault.Liquidated or Fault.BorrowRecalled:
                _venue.Strike(trigger);
                break;
            case Fault.LegHalted or Fault.Delisted or Fault.Settled or Fault.IntervalChanged or Fault.LotChanged
                or Fault.BookThin or Fault.BookEmpty or Fault.PriceJump:
                _market.Strike(trigger);
                break;
            default:
                _people.Strike(trigger);
                break;
        }
    }

    private void At(Instant at, Action action) => _world.Time.At(at, () =>
    {
        if (_dice.Blows)
        {
            action();
        }
    });
}
