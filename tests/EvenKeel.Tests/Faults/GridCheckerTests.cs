using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Tests.Grids;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>What the checker of the storm says of a grid whose owner idles on an older row.</summary>
public sealed class GridCheckerTests
{
    [Fact]
    public void What_rests_behind_an_older_row_and_stands_in_none_is_noticed()
    {
        var world = GridWorlds.Begin(Market.Linear, GridMode.Neutral).Run(5);
        var clean = new GridChecker(world);
        clean.CheckBehind();
        Assert.Empty(clean.Violations);

        world.History.Watched = null;
        var draft = world.Row.Journal.Open.First().Draft with { Limit = new(49_000m), Side = Side.Buy };
        var id = ClientOrderId.Of(World.Deployment, WorkflowId.Of(world.Machine, 1), draft.Step, 99);
        var strange = new OrderIntent(id, draft, 99, world.Time.Now, TimeSpan.FromSeconds(1), RiskIncreasing: true);
        world.Wire.Carry(new VenueRequest.PlaceOrder(new(strange)), HandMade.First, _ => { });
        world.Run(0.4);
        world.Act(v => v.OutsideTrade(Market.Linear, world.Symbol, new(0.01m), new(50_000m)));
        var checker = new GridChecker(world);
        checker.CheckBehind();
        Assert.Equal(["G2", "G5", "I6"], checker.Violations.Select(v => v.Invariant));
    }
}
