using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Worlds to start from, and what tests ask of one.</summary>
internal static class Worlds
{
    public static readonly Rate Costly = new(-0.001m);

    public static CarryWorldPlan Plan { get; } = new(1, VenueSettings.Default);

    /// <summary>One slice of 0.1 BTC is all of it.</summary>
    public static CarryWorldPlan OneSlice { get; } = Plan.With(s => s with { Notional = new(5_000m) });

    public static CarryWorldPlan Patient { get; } = OneSlice.With(s => s with { Style = EntryStyle.Patient });

    /// <summary>The rate is paid by shorts, and what a negative carry earns is more than the coin costs to
    /// borrow.</summary>
    public static CarryWorldPlan Negative { get; } = Plan with { Rate = new(-0.0004m) };

    public static CarryWorldPlan With(this CarryWorldPlan plan, Func<ArbSettings, ArbSettings> change) =>
        plan with { Settings = change(plan.Settings) };

    public static CarryWorldPlan WithVenue(this CarryWorldPlan plan, Func<VenueSettings, VenueSettings> change) =>
        plan with { Venue = change(plan.Venue) };

    public static CarryWorldPlan WithDelays(this CarryWorldPlan plan, Func<VenueDelays, VenueDelays> change) =>
        plan.WithVenue(v => v with { Delays = change(v.Delays) });

    public static Sourced<T> Assumed<T>(T value) => new(value, "assumed");

    public static CarryWorld Begin(this CarryWorldPlan plan) => new CarryWorld(plan).Start();

    /// <summary>A world whose entry is over: it holds what it wanted.</summary>
    public static CarryWorld Hold(this CarryWorldPlan plan)
    {
        var world = plan.Begin();
        world.UntilPhase<CarryPhase.Holding>();
        return world;
    }

    public static void UntilPhase<TPhase>(this CarryWorld world, int seconds = 120)
        where TPhase : CarryPhase => world.Holds(
        world.RunUntil(w => w.IsAtRest && w.Row.State.Phase is TPhase, TimeSpan.FromSeconds(seconds)),
        () => $"not {typeof(TPhase).Name}: {world.Row.State.Phase}");

    /// <summary>What does not hold is shown with the last things that happened.</summary>
    public static void Holds(this CarryWorld world, bool holds, Func<string> what)
    {
        if (!holds)
        {
            Assert.Fail($"{what()}\n{world.History.Tail(100)}");
        }
    }

    /// <summary>Until something like that happens that has not happened yet.</summary>
    public static void Until<THappening>(this CarryWorld world, Func<THappening, bool> isIt, int seconds = 60)
        where THappening : Happening
    {
        var seen = world.History.All.Count;
        world.Holds(world.RunUntil(HasHappened, TimeSpan.FromSeconds(seconds)), () => $"no such {typeof(THappening)}");

        bool HasHappened(CarryWorld w)
        {
            while (seen < w.History.All.Count)
            {
                if (w.History.All[seen++] is THappening h && isIt(h))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Until the first fill on a leg.</summary>
    public static void UntilFilled(this CarryWorld world, Market market) =>
        world.Until<Happening.Filled>(f => f.Fill.Market == market);

    /// <summary>Until an order on a leg is on its way.</summary>
    public static void UntilSent(this CarryWorld world, Market market) => world.Until<Happening.Sent>(
        s => s.Request is VenueRequest.PlaceOrder p && p.Order.Item.Draft.Market == market);

    /// <summary>Two settlements in a row that cost: it is left.</summary>
    public static void TurnAgainst(this CarryWorld world, Rate? rate = null)
    {
        world.Market.Settle(rate ?? Costly);
        world.Run(TimeSpan.FromSeconds(1));
        world.Market.Settle(rate ?? Costly);
    }

    /// <summary>At rest, compared, and no invariant broken.</summary>
    /// <param name="but">One that the test itself breaks.</param>
    public static CarryWorld Sound(this CarryWorld world, string? but = null)
    {
        world.Run(TimeSpan.FromSeconds(1));
        world.Owner.Tick();
        world.Run(TimeSpan.FromSeconds(5));
        world.Holds(world.RunUntil(w => w.IsAtRest, TimeSpan.FromMinutes(2)), () => "not at rest");
        var broken = new CarryChecker(world, timed: false).Judge().Where(v => v.Invariant != but).ToList();
        world.Holds(broken.Count == 0, () => string.Join('\n', broken));
        return world;
    }

    public static IReadOnlyList<OrderDraft> Orders(this CarryWorld world, Market market) =>
        [.. world.History.Accepted.Select(a => a.Intent.Draft).Where(d => d.Market == market)];

    public static IEnumerable<string> Alarms(this CarryWorld world) =>
        world.History.Of<Happening.Alarmed>().Select(a => a.Text);

    public static IEnumerable<OrderIntent> Ended(this CarryWorld world, IntentStatus status) =>
        world.Row.Journal.Intents.Where(i => i.Status == status);

    /// <summary>Lets a fate befall the n-th order on a leg, and nothing any other request.</summary>
    public static void Befall(this CarryWorld world, Market market, int nth, WireFate fate)
    {
        var seen = 0;
        world.Wire.Fate = request =>
            request is VenueRequest.PlaceOrder p && p.Order.Item.Draft.Market == market && ++seen == nth
                ? fate
                : default;
    }
}
