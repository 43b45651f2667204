using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>What may befall an order that rests, each as a world in which just that happens. The market follows what
/// the venue saw and not what the owner knows, so that an owner may die at any moment.</summary>
internal static class Limits
{
    /// <summary>Far enough below that the resting bid is met.</summary>
    private static readonly Price s_met = new(49_990m);

    private static readonly Price s_away = new(50_010m);

    /// <summary>The time-out is ten seconds, so that a test sees several; one slice also at a price that has
    /// risen.</summary>
    private static CarryWorldPlan Plan { get; } = Worlds.Patient
        .With(s => s with { PatientTime = TimeSpan.FromSeconds(10), SliceMax = new(6_000m) });

    /// <summary>The market comes down to the bid with 0.04 and goes away again.</summary>
    public static CarryWorld FilledInPart() => Plan.Begin()
        .Once(Rests, w => Offer(w, 0.04m))
        .Once(IsFilled, w => w.Market.Price = s_away);

    /// <summary>The market comes down to the bid and stays: ten parts within a minute, longer than the time-out of
    /// most.</summary>
    public static CarryWorld FilledSlowly() => Worlds.Patient
        .WithVenue(v => v with { SlowFill = Worlds.Assumed(new SlowFill(10, TimeSpan.FromMinutes(1))) }).Begin()
        .Once(Rests, w => w.Market.Price = s_met);

    /// <summary>Its time is over, and 0.03 of it fill between the cancel and its effect.</summary>
    public static CarryWorld FilledWhileCancelled() => Plan
        .WithDelays(d => d with { Cancel = Worlds.Assumed(DelaySpan.Of(800)) }).Begin()
        .Once(IsCancelled, w => Offer(w, 0.03m))
        .Once(IsFilled, w => w.Market.Price = s_away);

    /// <summary>The venue ends it by itself after two seconds.</summary>
    public static CarryWorld EndedByTheVenue() => Plan.Begin()
        .Once(Rests, w => w.Time.At(w.Time.Now + TimeSpan.FromSeconds(2), () =>
        {
            w.Venue.AdvanceTo(w.Time.Now);
            var ended = w.Venue.Ask(
                new VenueRequest.CancelOrder(Market.Spot, w.ArbPlan.Symbol, First(w).Id), CancellationToken.None);
            Assert.True(ended.IsCompletedSuccessfully);
        }));

    /// <summary>While it is on its way the market falls through its price, so that it would take.</summary>
    public static CarryWorld WouldTake() => Plan.Begin().Once(
        w => w.History.Of<Happening.Sent>().Any(s => s.Request is VenueRequest.PlaceOrder),
        w =>
        {
            w.Market.Price = new(49_950m);
            w.Market.Quote();
        });

    /// <summary>The market climbs away from it, a quarter of a basis point a second.</summary>
    public static CarryWorld PassedBy()
    {
        return Plan.Begin().Once(Rests, Climb);

        static void Climb(CarryWorld w)
        {
            w.Market.Price += new Price(1.25m);
            w.Time.At(w.Time.Now + TimeSpan.FromSeconds(1), () => Climb(w));
        }
    }

    /// <summary>All but a rest is filled that is worth less than an order may be: 200.</summary>
    public static CarryWorld FilledToARest()
    {
        var pair = Plan.Venue.Find(new("BTCUSDT"))!;
        var coarse = pair with { Linear = pair.Linear! with { NotionalMin = Worlds.Assumed(new Amount(200m)) } };
        return Plan.WithVenue(v => v.With(coarse)).Begin()
            .Once(Rests, w => Offer(w, 0.098m))
            .Once(IsFilled, w => w.Market.Price = s_away);
    }

    /// <summary>All of it is met at once.</summary>
    public static CarryWorld FilledWhole() => Plan.Begin().Once(Rests, w => Offer(w, 100m));

    /// <summary>As filled in part, and the first cancel is lost on its way.</summary>
    public static CarryWorld CancelLost()
    {
        var (world, isLost) = (FilledInPart(), false);
        world.Wire.Fate = request =>
        {
            var loses = !isLost && request is VenueRequest.CancelOrder;
            isLost |= loses;
            return new(RequestLost: loses);
        };
        return world;
    }

    /// <summary>The kill switch is thrown while it rests.</summary>
    public static CarryWorld Killed() => Plan.Begin().Once(Rests, w => w.Mode = new RiskMode(Kill: true));

    /// <summary>The leading orders that the venue took in, with what each had traded when it ended.</summary>
    public static IReadOnlyList<OrderIntent> Led(this CarryWorld world) =>
        [.. world.Row.Journal.Intents.Where(i => i.Draft.Step == CarrySteps.Lead)];

    private static bool Rests(CarryWorld w) =>
        w.History.Accepted.Any(a => a.Intent.Draft.TimeInForce == TimeInForce.PostOnly
            && w.Time.Now > a.At + TimeSpan.FromSeconds(1));

    private static bool IsFilled(CarryWorld w) => w.History.Of<Happening.Filled>().Any();

    private static bool IsCancelled(CarryWorld w) => w.History.Of<Happening.Answered>()
        .Any(a => a is { Request: VenueRequest.CancelOrder, Reply: VenueReply.Accepted });

    private static OrderIntent First(CarryWorld w) => w.History.Accepted.First().Intent;

    private static void Offer(CarryWorld w, decimal quantity)
    {
        (w.Market.SpotAsks, w.Market.Price) = ([new(quantity)], s_met);
        w.Market.Quote();
        w.Market.SpotAsks = [new(100m)];
    }

    /// <summary>Does something when something has become so, and never again.</summary>
    private static CarryWorld Once(this CarryWorld world, Func<CarryWorld, bool> isSo, Action<CarryWorld> action)
    {
        world.Time.At(world.Time.Now + TimeSpan.FromMilliseconds(10), () =>
        {
            if (isSo(world))
            {
                action(world);
            }
            else
            {
                world.Once(isSo, action);
            }
        });
        return world;
    }
}
