using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Owners;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>The owner of a grid killed at every boundary that it crosses while it places, is filled, closes and
/// cancels: the next one goes on with the same ladder and ends where the first would have.</summary>
public sealed class GridCrashTests
{
    [Fact]
    public void Killed_anywhere_while_the_ladder_is_laid_it_is_laid_once() =>
        Everywhere(Neutral, w => w.Run(20));

    [Fact]
    public void Killed_anywhere_while_a_rung_is_filled_and_closed_the_round_trip_is_made_once()
    {
        var end = Everywhere(() => Neutral().Run(20), w => w.Move(49_894m).Move(50_006m));
        Assert.Equal(1, end.Row.State.Totals.Trips);
        Assert.True(end.Held.Position.IsZero);
    }

    [Fact]
    public void Killed_anywhere_while_a_switch_has_the_openings_cancelled_the_closing_goes_on() => Everywhere(
        () => Neutral().Run(20).Move(49_894m),
        w =>
        {
            w.Mode = new RiskMode(Kill: true);
            w.Run(20);
        });

    [Fact]
    public void A_ladder_is_laid_by_one_request_and_cancelled_by_one()
    {
        var world = Neutral().Run(20);
        Assert.Equal([6], world.Batches());
        Assert.Equal(6, world.Sent().Count());

        world.Mode = new RiskMode(Kill: true);
        world.Run(20).Sound();
        Assert.Equal([6, 6], world.Batches());
        Assert.Empty(world.Resting());
    }

    [Fact]
    public void A_ladder_is_laid_in_batches_and_no_second_has_more_orders_than_the_budget()
    {
        var slow = new RiskLimits { OrdersPerSecondMax = 6, OrdersPerSecondReserve = 4 };
        var world = GridWorlds.Begin(Market.Linear, GridMode.Neutral, slow).Run(20).Sound();
        Assert.Equal([2, 2, 2], world.Batches());
        var sent = world.Sent().ToList();
        Assert.Equal(6, sent.Count);
        Assert.All(sent, at => Assert.InRange(sent.Count(a => a >= at && a < at + TimeSpan.FromSeconds(1)), 1, 2));
    }

    [Theory]
    [InlineData(Boundary.Before)]
    [InlineData(Boundary.OnItsWay)]
    [InlineData(Boundary.Done)]
    public void Killed_around_a_batch_each_of_its_orders_is_adopted_or_proven_absent_and_none_is_doubled(
        Boundary boundary)
    {
        var world = Neutral().CrashOn(boundary, r => r is VenueRequest.PlaceOrders).Run(40).Sound();
        Assert.Single(world.History.Of<Happening.Crashed>());
        Assert.Equal(6, world.History.Accepted.Count());
        Assert.Equal(6, world.Resting().Count);

        world.Mode = new RiskMode(Kill: true);
        world.CrashOn(boundary, r => r is VenueRequest.CancelOrders).Run(40).Sound();
        Assert.Equal(2, world.History.Of<Happening.Crashed>().Count());
        Assert.Empty(world.Resting());
    }

    [Fact]
    public void Fills_of_the_downtime_are_picked_up_and_closed()
    {
        var world = Neutral().Run(20);
        // Dead at its next step, and the price falls through all rungs before the next owner comes.
        world.CrashAt(1).Move(49_675m, seconds: 1).Run(30).Sound();
        Assert.Single(world.History.Of<Happening.Crashed>());
        Assert.Equal(3, world.Row.State.Slots.Count(s => s.Held.Sign > 0));
        Assert.Equal(3, world.Resting().Count(r => r.StartsWith("Sell", StringComparison.Ordinal)));
    }

    [Fact]
    public void On_spot_killed_anywhere_the_coin_that_was_bought_is_sold_once()
    {
        var end = Everywhere(
            () => GridWorlds.Begin(Market.Spot, GridMode.Long).Run(20), w => w.Move(49_844m).Move(50_006m));
        Assert.Equal(1, end.Row.State.Totals.Trips);
    }

    /// <summary>A run for each boundary; each must end like the one that nothing befell.</summary>
    private static GridWorld Everywhere(Func<GridWorld> prepare, Action<GridWorld> run)
    {
        var nominal = prepare();
        var before = nominal.Boundaries.Count;
        run(nominal);
        var boundaries = nominal.Boundaries.Count - before;
        nominal.Sound();
        Assert.InRange(boundaries, 30, 5_000);
        for (var at = 1; at <= boundaries; at += Math.Max(1, boundaries / 150))
        {
            var world = prepare().CrashAt(at);
            run(world);
            world.Sound();
            Assert.Single(world.History.Of<Happening.Crashed>());
            Assert.Equal(nominal.Resting(), world.Resting());
            Assert.Equal(nominal.Row.State.Ladder, world.Row.State.Ladder);
            Assert.Equal(nominal.Held, world.Held);
            Assert.Equal(nominal.Row.State.Totals.Trips, world.Row.State.Totals.Trips);
            var (orders, most) = (world.History.Accepted.Count(), nominal.History.Accepted.Count());
            Assert.True(most >= orders, $"at {at}: {orders} orders, not {most}");
        }

        return nominal;
    }

    private static GridWorld Neutral() => GridWorlds.Begin(Market.Linear, GridMode.Neutral);
}
