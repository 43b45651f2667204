using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>Worlds of a grid to start from, and what tests ask of one.</summary>
internal static class GridWorlds
{
    /// <summary>BTC at 50 000 with a rung at every hundred, on spot at every hundred and fifty, three a side; what must
    /// hold of every row is held to it as it is stored.</summary>
    public static GridWorld Begin(
        Market market, GridMode mode, RiskLimits? limits = null, WorldParts<Grid>? parts = null)
    {
        var plan = new GridWorldPlan(1, VenueSettings.Default, market) { Parts = parts ?? new() };
        var world = new GridWorld(plan with
        {
            Settings = plan.Settings with
            {
                Mode = mode,
                Step = new(market == Market.Spot ? 150m : 100m),
                InventoryMax = new(5_000m),
                LookEvery = TimeSpan.FromSeconds(1),
            },
            Limits = limits ?? new RiskLimits { OrdersPerSecondMax = 100 },
        });
        world.History.Watched = happening => Check(world, happening);
        return world.Start();
    }

    public static GridWorld Run(this GridWorld world, double seconds) => world.Run(TimeSpan.FromSeconds(seconds));

    /// <summary>The price goes there, and time passes.</summary>
    public static GridWorld Move(this GridWorld world, decimal price, double seconds = 20)
    {
        world.Market.Price = new(price);
        world.Market.Quote();
        return world.Run(seconds);
    }

    /// <summary>What rests at the venue, by side and price.</summary>
    public static IReadOnlyList<string> Resting(this GridWorld world) =>
    [
        .. world.Venue.Orders.Where(o => o.State == OrderState.Live)
            .Select(o => $"{o.Draft.Side} {o.Draft.Quantity} at {o.Draft.Limit}").Order(StringComparer.Ordinal),
    ];

    /// <summary>How many orders each request had that had several, oldest first.</summary>
    public static IEnumerable<int> Batches(this GridWorld world) =>
        world.History.Of<Happening.Batched>().Select(b => b.Count);

    /// <summary>When each order was sent.</summary>
    public static IEnumerable<Instant> Sent(this GridWorld world) => world.History.Of<Happening.Sent>()
        .Where(s => s.Request is VenueRequest.PlaceOrder).Select(s => s.At);

    /// <summary>Its owner dies when a request such as this is there.</summary>
    public static GridWorld CrashOn(this GridWorld world, Boundary boundary, Predicate<VenueRequest> request)
    {
        world.Crossing = crossing =>
        {
            if (crossing.Boundary == boundary && crossing.Need is Need.Ask { Request: var asked } && request(asked))
            {
                world.Crossing = _ => { };
                world.Crash(crossing.ToString());
            }
        };
        return world;
    }

    /// <summary>All has come to rest, no promise is broken, and nobody had to be told.</summary>
    public static GridWorld Sound(this GridWorld world)
    {
        world.Run(30);
        world.Owner.Tick();
        world.Run(10);
        Assert.True(world.IsAtRest, $"{world.Row.State.Phase}");
        Assert.Empty(new GridChecker(world).Judge());
        Assert.Equal(world.Resting().Distinct(StringComparer.Ordinal), world.Resting());
        Assert.Empty(world.History.Of<Happening.Alarmed>());
        return world;
    }

    private static void Check(GridWorld world, Happening happening)
    {
        Assert.InRange(world.Venue.LiveOf(Side.Buy), 0, world.Plan.Settings.LevelsBelow);
        Assert.InRange(world.Venue.LiveOf(Side.Sell), 0, world.Plan.Settings.LevelsAbove);
        if (happening is Happening.Stored { Row: MachineRow<Grid> row })
        {
            Assert.Equal(row.Ledger.Cash, GridMachine.ProfitOf(row, default).Profit);
        }
    }
}
