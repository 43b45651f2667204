using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>Lives one plan: a machine in its world, the faults, the calm after them, and what was broken.</summary>
public abstract class StormRun
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_booking = TimeSpan.FromSeconds(14);

    /// <summary>Each order in the row is asked after twice before a difference is booked, one by one.</summary>
    private static readonly TimeSpan s_asked = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_resolving = TimeSpan.FromSeconds(15);

    /// <summary>What moved without a word is found by the next reminder, and settled after that.</summary>
    private static readonly TimeSpan s_reminded = TimeSpan.FromSeconds(30);

    /// <summary>While a leg differs nothing of it is proven absent: first the difference is booked, after its orders
    /// were asked after twice.</summary>
    private static readonly TimeSpan s_differing = TimeSpan.FromSeconds(15);
    private static readonly Fault[] s_outside =
    [
        Fault.PersonTrades, Fault.Overfilled, Fault.Deleveraged, Fault.Liquidated, Fault.Delisted, Fault.BorrowRecalled,
    ];

    /// <summary>More happenings than any life has: something goes round in circles.</summary>
    private const int HappeningsMax = 500_000;

    private readonly Observer _observer;
    private readonly OwnerTrouble _owners;
    private readonly StoreTrouble _store;
    private readonly WireTrouble _wire;
    private readonly VenueTrouble _venue;
    private readonly Reckoning _reckoning;
    private readonly PlannedDeaths _deaths;
    private int _crossed;

    private protected StormRun(StormPlan plan, World world, Checker checker, Progress progress)
    {
        (Plan, World, Checker) = (plan, world, checker);
        world.History.Keeps = false;
        Dice = new(world, plan);
        (_observer, _reckoning, _deaths) = (new(world, progress), new(world), new(world, plan, Dice));
        var numbers = new OrderNumbers(plan, Dice);
        var slow = new SlowVenue(world, plan, Dice);
        (_owners, _store) = (new(world, Dice), new(world, Dice));
        (_wire, _venue, Trouble) = (
            new(world, plan, Dice, numbers, slow), new(world, Dice, numbers), new(world, Dice));
        world.History.Watched = happening =>
        {
            Checker.See(happening);
            _observer.See(happening);
            _reckoning.See(happening);
            numbers.See(happening);
            slow.See(happening);
            _venue.See(happening);
            See(happening);
            if (world.History.Count > HappeningsMax)
            {
                throw new InvalidOperationException($"this life has no end: {happening}");
            }
        };
    }

    /// <summary>The world, after it was lived in.</summary>
    public World World { get; }

    private protected StormPlan Plan { get; }

    private protected Checker Checker { get; }

    private protected Dice Dice { get; }

    private protected MarketTrouble Trouble { get; }

    /// <summary>What no fault imposes, and is waited for all the same.</summary>
    private protected virtual TimeSpan Patience => TimeSpan.Zero;

    /// <summary>How often the lists lag behind before a doubt ends.</summary>
    private protected virtual int Lagging => 1;

    /// <summary>The run of a plan's own machine.</summary>
    /// <param name="venue">Whose delays the plan replaces.</param>
    /// <param name="keeps">Whether all that happens is kept, to be looked at.</param>
    public static StormRun Of(StormPlan plan, VenueSettings venue, bool keeps = false)
    {
        StormRun run = plan.Errand.IsGrid() ? new GridStormRun(plan, venue) : new CarryStormRun(plan, venue);
        run.World.History.Keeps = keeps;
        return run;
    }

    public StormOutcome Live()
    {
        try
        {
            Blow();
            Calm();
            Checker.Expect("plan", _deaths.Missing == 0, () =>
                $"{_deaths.Missing} of its deaths did not come: {_deaths.Crossings} boundaries were crossed");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Checker.Expect("bug", false, e.ToString);
        }

        return _observer.Conclude(Plan, Checker, _deaths.Crossings);
    }

    private void Blow()
    {
        _store.Begin();
        _wire.Begin();
        _owners.Begin();
        _venue.Begin();
        World.Start();
        Prepare();
        (Dice.Blows, _observer.Counts) = (true, true);
        World.Crossing = _ => Cross();
        _deaths.Begin();
        var begins = World.Time.Now;
        foreach (var trigger in Plan.Triggers)
        {
            if (trigger.Crossing == 0)
            {
                At(begins + TimeSpan.FromMilliseconds(trigger.Milliseconds), () => Strike(trigger));
            }
        }

        BeginCourse();
        World.Run(Plan.Span);
        Dice.Blows = false;
    }

    private void Calm()
    {
        _owners.End();
        Trouble.Calm();
        World.History.Add(new Happening.Calmed(World.Time.Now));
        var calmed = World.Time.Now;
        // Lists that lag are how this venue is, and no fault that ends: each order waits for them.
        var shown = TimeSpan.FromMilliseconds(
            Plan.Odds[(int)Fault.OrdersShownLate] + Plan.Odds[(int)Fault.ShownPastBound]
            + Plan.Odds[(int)Fault.FillsShownLate] + Plan.Odds[(int)Fault.FlowsShownLate]);
        var differing = s_outside.Any(Plan.Has) ? s_differing : TimeSpan.Zero;
        var resolved = World.RunUntil(w => !IsInDoubt(w, calmed), s_resolving + (shown * Lagging) + differing);
        Checker.Expect("L2", resolved || IsBehind, () => $"in doubt since before {calmed}");
        Settle(shown * 16);
        // What was set off in the storm has happened by then, and a difference that is found is booked.
        World.Run(s_last + TimeSpan.FromMilliseconds(Plan.Odds[(int)Fault.FlowsShownLate]));
        Instant compared;
        do
        {
            compared = World.Time.Now;
            World.Owner.Tick();
            World.Run(s_booking + (s_asked * World.Row.Journal.Intents.Length));
            Settle(shown * 16);
        }
        while (World.FlowedAt > compared || _reckoning.IsAwaited(compared, calmed, shown));

        if (World.IsAtRest)
        {
            Checker.CheckRest();
        }

        _owners.MissesNext = true;
        World.Run(Plan.Idle);
        World.History.Add(new Happening.Over(World.Time.Now));
    }

    /// <summary>Whether the owner idles on an older row: it learns of it with its next write, and nothing that was sent
    /// meanwhile is naked.</summary>
    private bool IsBehind => World.Owner.Version < World.Row.Version;

    private void Settle(TimeSpan shown)
    {
        var reminded = Plan.Odds[(int)Fault.PushLost] > 0 ? s_reminded : TimeSpan.Zero;
        var rests = World.RunUntil(w => w.IsAtRest, s_settling + shown + reminded + Patience);
        Checker.Expect(
            "L1", rests || IsBehind || _observer.IsBroke,
            () => $"no rest, but {Tell()}, {World.Row.Ledger}");
        if (!rests && IsBehind)
        {
            Checker.CheckBehind();
        }
    }

    /// <summary>What comes before the storm.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>What belongs to the errand and is no fault begins.</summary>
    private protected abstract void BeginCourse();

    /// <summary>People, and what strikes this kind of machine alone.</summary>
    private protected abstract void StrikeOther(Trigger trigger);

    /// <summary>Where the machine stands, in words.</summary>
    private protected abstract string Tell();

    /// <summary>Whether nobody knows what became of an order, if its row does not say.</summary>
    private protected virtual bool IsDoubtful(OrderIntent intent) => true;

    /// <summary>The next thing that happened: it may cause another.</summary>
    private protected virtual void See(Happening happening)
    {
    }

    private bool IsInDoubt(World world, Instant calmed)
    {
        foreach (var intent in world.Row.Journal.Intents)
        {
            if (intent.Status == IntentStatus.Intended && intent.Timestamp < calmed && IsDoubtful(intent))
            {
                return true;
            }
        }

        return world.Owner.Version is null;
    }

    private void Cross()
    {
        _deaths.Cross();
        if (!Dice.Blows || !_observer.IsOpen)
        {
            return;
        }

        _crossed++;
        foreach (var trigger in Plan.Triggers)
        {
            if (trigger.Crossing == _crossed)
            {
                Strike(trigger);
            }
        }
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
            case Fault.VenueRestart or Fault.Deleveraged or Fault.Liquidated or Fault.BorrowRecalled
                or Fault.BorrowRefused or Fault.BorrowDearer:
                _venue.Strike(trigger);
                break;
            case Fault.LegHalted or Fault.Delisted or Fault.Settled or Fault.IntervalChanged or Fault.LotChanged
                or Fault.BookThin or Fault.BookEmpty or Fault.PriceJump:
                Trouble.Strike(trigger);
                break;
            default:
                StrikeOther(trigger);
                break;
        }
    }

    private void At(Instant at, Action action) => World.Time.At(at, () =>
    {
        if (Dice.Blows)
        {
            action();
        }
    });
}
