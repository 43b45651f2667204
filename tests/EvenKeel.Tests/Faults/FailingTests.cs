using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>Hedges, unwindings and exits that the venue refuses again and again: what is tried, how often, and when a
/// person is told.</summary>
public sealed class FailingTests
{
    private static readonly VenueReply s_refused =
        new VenueReply.Refused(RefusalKind.Funds, "110007", "ab not enough for new order");

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(25)]
    public void An_unwinding_that_is_refused_time_and_again_is_tried_until_it_is_taken_and_a_person_is_told(int times)
    {
        var (world, refused) = (Worlds.OneSlice.Begin(), 0);
        world.UntilFilled(Market.Spot);
        world.Wire.Fate = request => request switch
        {
            // The hedge is never taken, the unwinding after so many tries.
            VenueRequest.PlaceOrder { Order.Item.Draft.Market: Market.Linear } => new(Instead: s_refused),
            VenueRequest.PlaceOrder when refused++ < times => new(Instead: s_refused),
            _ => default,
        };
        world.UntilPhase<CarryPhase.Flat>(3_600);
        world.Sound();

        Assert.Equal(times + 1, refused);
        Assert.Equal((Quantity.Zero, 0.1m), (world.Held.Position, Assert.Single(Sold(world)).Quantity.Value));
        Assert.InRange(world.Held.Coin.Value, 0m, 0.0001m);
        var told = world.History.Of<Happening.Alarmed>().Where(a => a.Text.Contains("neither hedge nor unwind"));
        // Told while it is exposed, and not only once it is over.
        Assert.Equal(times > 3, told.Any());
        Assert.All(told, a => Assert.True(a.At < world.History.Of<Happening.Filled>().Last().At));
    }

    [Fact]
    public void After_a_part_of_the_hedge_was_taken_only_the_rest_is_unwound()
    {
        var world = Worlds.OneSlice.Begin();
        world.UntilFilled(Market.Spot);
        world.Market.PerpBids = [new(0.06m)];
        world.Market.Quote();
        world.UntilFilled(Market.Linear);
        world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();

        Assert.Equal(new(-0.06m), world.Held.Position);
        Assert.InRange(Assert.Single(Sold(world)).Quantity.Value, 0.04m, 0.0401m);
    }

    [Theory]
    [InlineData(Market.Spot)]
    [InlineData(Market.Linear)]
    public void A_leg_of_an_exit_that_is_refused_time_and_again_is_tried_until_both_are_flat(Market failing)
    {
        var (world, refused) = (Worlds.Plan.Hold(), 0);
        world.Wire.Fate = request => request is VenueRequest.PlaceOrder { Order.Item.Draft: var draft }
            && draft.Market == failing && refused++ < 12 ? new(Instead: s_refused) : default;
        world.TurnAgainst();
        world.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(refused, 3, 11);
        Assert.InRange(failing == Market.Spot ? -world.Held.Position.Value : world.Held.Coin.Value, 0.19m, 0.21m);

        world.UntilPhase<CarryPhase.Flat>(1_800);
        world.Sound();
        Assert.True(refused > 12);
        Assert.Equal(Quantity.Zero, world.Held.Position);
        Assert.InRange(world.Held.Coin.Value, 0m, 0.0001m);
        // While one leg fails the other has closed its slice, and no more than that.
        Assert.InRange(world.Exposure.NotionalMax.Value, 4_000m, 5_100m);
        Assert.Contains(world.Alarms(), a => a.Contains("cannot be closed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Market.Spot)]
    [InlineData(Market.Linear)]
    public void In_an_emergency_the_leg_that_can_be_closed_is_closed_whole_while_the_other_is_refused(Market failing)
    {
        var (world, open) = (Worlds.Plan.Hold(), false);
        world.Wire.Fate = request => !open && request is VenueRequest.PlaceOrder { Order.Item.Draft: var draft }
            && draft.Market == failing ? new(Instead: s_refused) : default;
        world.Mode = new RiskMode(Flatten: true);
        world.Owner.Tick();
        world.Run(TimeSpan.FromMinutes(1));
        var (coin, position) = world.Held;
        Assert.InRange(failing == Market.Spot ? coin.Value : -position.Value, 0.29m, 0.301m);
        Assert.InRange(failing == Market.Spot ? -position.Value : coin.Value, 0m, 0.0001m);
        Assert.Contains(world.Alarms(), a => a.Contains("cannot be closed", StringComparison.Ordinal));

        open = true;
        world.UntilPhase<CarryPhase.Flat>();
        Assert.Equal(Quantity.Zero, world.Sound().Held.Position);
    }

    private static IReadOnlyList<OrderDraft> Sold(CarryWorld world) =>
        [.. world.Orders(Market.Spot).Where(d => d.Side == Side.Sell)];
}
