using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>Who owns a carry: two at once, one that slept, one that is relieved. There is still one order.</summary>
public sealed class OwnerTests
{
    [Fact]
    public void An_owner_that_nothing_wakes_up_any_more_is_noticed()
    {
        var world = Worlds.Plan.Hold();
        world.Run(TimeSpan.FromSeconds(140));
        world.History.Add(new Happening.Over(world.Time.Now));
        Assert.Empty(new CarryChecker(world, timed: false).Judge());

        world.Owner.Die();
        world.Run(TimeSpan.FromSeconds(160));
        world.History.Add(new Happening.Over(world.Time.Now));
        Assert.Equal("L3", Assert.Single(new CarryChecker(world, timed: false).Judge()).Invariant);
    }

    [Fact]
    public void Two_owners_from_the_start_place_the_orders_of_one()
    {
        var world = Worlds.Plan.Begin();
        world.Usurp();
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();
        Assert.Equal(new(-0.3m), world.Held.Position);
        Assert.Equal(3, world.Orders(Market.Linear).Count);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(5_000)]
    [InlineData(60_000)]
    public void An_owner_that_sleeps_over_its_order_and_wakes_up_again_sends_no_second_one(int milliseconds)
    {
        var world = Worlds.Plan.Begin();
        world.Until<Happening.Stored>(s => s.Row.Journal.Open.Any());
        world.Sleep(TimeSpan.FromMilliseconds(milliseconds));
        world.UntilPhase<CarryPhase.Holding>();
        world.Run(TimeSpan.FromSeconds(70));
        world.Sound();
        Assert.Equal(new(-0.3m), world.Held.Position);
        Assert.Equal(3, world.Orders(Market.Linear).Count);
    }

    [Fact]
    public void A_deploy_in_the_middle_of_an_entry_hands_it_over()
    {
        var world = Worlds.Plan.Begin();
        world.UntilSent(Market.Spot);
        world.Drain();
        world.UntilPhase<CarryPhase.Holding>();
        world.Sound();
        Assert.Equal(2, world.Owners.Count);
        Assert.Equal(3, world.Orders(Market.Spot).Count);
        Assert.Empty(world.Ended(IntentStatus.NeverArrived));
    }
}
