using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Fills that come slowly, late, or while nobody owns the carry, judged by the venue's own log of them: what
/// the meter and the ledger say is worked out here a second time.</summary>
public sealed class FillingTests
{
    private static readonly TimeSpan s_hedgeTime = TimeSpan.FromSeconds(3);

    [Fact]
    public void Ten_slow_steps_over_five_minutes_are_hedged_one_by_one_each_within_its_time()
    {
        var world = SlowlyFilled(TimeSpan.FromMinutes(5)).Begin();
        Meet(world);
        world.UntilPhase<CarryPhase.Holding>(600);
        world.Sound();

        var (spot, perp) = (Fills(world, Market.Spot), Fills(world, Market.Linear));
        Assert.Equal((10, 10), (spot.Count, perp.Count));
        Assert.InRange(spot[^1].At - spot[0].At, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(6));
        var took = spot.Zip(perp, (step, hedge) => hedge.At - step.At).ToList();
        Assert.All(took, t => Assert.InRange(t, TimeSpan.FromMilliseconds(1), s_hedgeTime));
        // A step is a tenth, and what the fee and the coarser lot left of the ones before.
        Assert.Equal(took, world.Exposure.Stretches);
        Assert.InRange(world.Exposure.NotionalMax.Value, 500m, 50_000m * (0.0101m + 0.001m));
        Assert.All(spot.Skip(1).Zip(perp), pair => Assert.True(pair.First.At > pair.Second.At));
    }

    [Fact]
    public void An_acknowledgement_with_nothing_filled_brings_no_hedge_and_no_second_order_until_the_fill_is_there()
    {
        var late = Worlds.Assumed(DelaySpan.Of(3_000));
        var world = Worlds.OneSlice.WithDelays(d => d with { Match = late }).Begin();
        world.Until<Happening.Heard>(h => h is { Request: VenueRequest.PlaceOrder, Reply: VenueReply.Accepted });
        var acknowledged = world.Time.Now;
        // Asked after time and again, it has traded nothing so far.
        world.Run(TimeSpan.FromSeconds(2.5));
        Assert.Contains(
            world.History.Of<Happening.Heard>(),
            h => h.Reply is VenueReply.OrderSought { Report: { State: OrderState.Live, Traded.IsZero: true } });
        Assert.Single(world.History.Accepted);

        world.UntilFilled(Market.Spot);
        Assert.True(world.Time.Now - acknowledged > TimeSpan.FromSeconds(2.5));
        world.UntilPhase<CarryPhase.Holding>();
        Assert.Equal(new(-0.1m), world.Sound().Held.Position);
        Assert.Equal(2, world.History.Accepted.Count());
        Assert.Equal(0, world.Venue.OrdersLive);
    }

    [Fact]
    public void A_leading_order_that_nobody_meets_is_followed_by_no_hedge()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilSent(Market.Spot);
        // The offer is gone when the order arrives.
        world.Market.SpotAsks = [];
        world.Market.Quote();
        world.Run(TimeSpan.FromMinutes(3));

        Assert.NotEmpty(world.Ended(IntentStatus.CancelledZero));
        Assert.Empty(Fills(world, Market.Spot));
        Assert.Empty(world.Orders(Market.Linear));
        Assert.Equal((Quantity.Zero, Quantity.Zero), world.Held);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void What_filled_while_nobody_owned_the_carry_is_found_and_hedged_by_the_next_owner(int minutes)
    {
        var away = TimeSpan.FromMinutes(minutes);
        var world = (SlowlyFilled(TimeSpan.FromMinutes(2)) with { Failover = away }).Begin();
        Meet(world);
        world.Crash("after its order was accepted");
        world.Run(away - TimeSpan.FromSeconds(1));
        Assert.Equal(10, Fills(world, Market.Spot).Count);
        Assert.Empty(Fills(world, Market.Linear));

        var back = world.Time.Now + TimeSpan.FromSeconds(1);
        world.UntilPhase<CarryPhase.Holding>();
        // That nobody looked for so long is what this is about.
        world.Sound(but: "L3");
        Assert.Single(world.Orders(Market.Spot));
        Assert.Equal(new(-0.1m), world.Held.Position);
        Assert.InRange(Fills(world, Market.Linear)[^1].At - back, TimeSpan.Zero, s_hedgeTime);
    }

    [Fact]
    public void A_burst_of_ten_thousand_order_updates_loses_no_fill_whatever_order_they_come_in()
    {
        // Parts are rounded up to the lot.
        var burst = Worlds.Assumed(new SlowFill(11_000, TimeSpan.FromSeconds(22)));
        var world = SlowlyFilled(TimeSpan.Zero).WithVenue(v => v with { SlowFill = burst }).Begin();
        var pushes = 0;
        // Some come at once, some overtake each other by up to half a second, and one in seven never comes.
        world.PushFate = () => ++pushes % 7 == 0 ? null : TimeSpan.FromMilliseconds(pushes * 37 % 500);
        Meet(world);
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        var spot = Fills(world, Market.Spot);
        Assert.InRange(spot.Count, 10_000, 11_000);
        Assert.InRange(pushes, spot.Count, spot.Count + 100);
        var lead = world.Row.Journal.Intents.Single(i => i.Draft.Market == Market.Spot);
        Assert.Equal(spot.Aggregate(Quantity.Zero, (sum, f) => sum + f.Quantity), lead.Done.Quantity);
        Assert.Equal(spot.Aggregate(Amount.Zero, (sum, f) => sum + (f.Price * f.Quantity)), lead.Done.Amount);
        Assert.Equal(new(spot.Sum(f => f.Fee)), lead.Done.FeeBase);
        Assert.Equal(new(-0.1m), world.Held.Position);
        // A question is asked after the other, however many pushes there are.
        var asked = world.History.Of<Happening.Sent>().Count(s => s.Request is VenueRequest.FindOrder);
        Assert.InRange(asked, 10, 300);
    }

    private static CarryWorldPlan SlowlyFilled(TimeSpan span) => Worlds.Patient
        .With(s => s with { PatientTime = TimeSpan.FromMinutes(10) })
        .WithVenue(v => v with { SlowFill = Worlds.Assumed(new SlowFill(10, span)) });

    /// <summary>The order rests, and the market comes down to it.</summary>
    private static void Meet(CarryWorld world)
    {
        world.Until<Happening.Heard>(h => h is { Request: VenueRequest.PlaceOrder, Reply: VenueReply.Accepted });
        world.Market.Price = new(49_990m);
    }

    private static IReadOnlyList<Fill> Fills(CarryWorld world, Market market) =>
        [.. world.History.Of<Happening.Filled>().Select(f => f.Fill).Where(f => f.Market == market)];
}
