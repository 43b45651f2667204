using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Host.Tests.Processes;

/// <summary>The real process with a grid beside its carry, killed with -9 in the middle of placing, cancelling and
/// filling, and started again on the same files.</summary>
public sealed class KilledGridTests
{
    private const int Killed = 128 + 9;
    private const int Window = 3;
    private static readonly Symbol s_sol = new("SOLUSDT");

    /// <summary>Rungs so close to each other that within seconds some are filled and others left behind.</summary>
    private static readonly string[] s_grid =
    [
        "--Service:Grids=SOLUSDT", "--Service:GridMarket=Linear", "--Service:TickEvery=200ms",
        "--Grid:Mode=Neutral", $"--Grid:LevelsBelow={Window}", $"--Grid:LevelsAbove={Window}",
        "--Grid:StepShare=0.0005", "--Grid:MinProfit=0", "--Grid:InventoryMax=50000",
        "--Paper:BarEvery=1s", "--Carry:VisibilityDelay=2s",
    ];

    [Theory]
    [InlineData("BeforePlace", 1)]
    [InlineData("BeforePlace", 7)]
    [InlineData("AfterPlace", 1)]
    [InlineData("AfterPlace", 7)]
    [InlineData("BeforeCancel", 1)]
    [InlineData("AfterCancel", 1)]
    [InlineData("AfterFill", 1)]
    public async Task A_process_killed_in_the_middle_goes_on_with_the_same_ladder_and_no_second_order(
        string moment, int count)
    {
        // Given a process that dies around a request of its grid
        using var folder = new ServiceFolder();
        using (var dying = ServiceProcess.StartCrashing(folder, moment, "SOLUSDT", "Linear", count, s_grid))
        {
            Assert.Equal(Killed, await dying.EndAsync());
        }

        var (rowAtDeath, ordersAtDeath) = (folder.GridRow(), Orders(folder));
        Assert.NotEmpty(rowAtDeath.Journal.Open);

        // When the service starts again, and knows what became of everything that was under way, and goes on
        using var service = ServiceProcess.Start(folder, s_grid);
        await service.GridAsync("SOLUSDT", grid => HasGoneOn(grid, rowAtDeath));
        service.Kill();

        // Then it is the same ladder, and its slots are what the ledger says
        var row = folder.GridRow();
        Assert.Equal(rowAtDeath.State.Ladder, row.State.Ladder);
        Assert.Equal(row.Ledger.Perp, GridMachine.SlotsOf(row).Held);
        Assert.Null(row.State.Halted);

        // And in the venue's own list each order has an id of its own, no rung ever had two at once, and no side more
        // than its window
        var orders = Orders(folder);
        Assert.Equal(ordersAtDeath.Select(o => o.Id), orders.Select(o => o.Id).Take(ordersAtDeath.Length));
        Assert.Distinct(orders.Select(o => o.Id));
        Assert.All(orders.GroupBy(o => o.Draft.Slot), rung => Assert.Equal(1, AtOnce(rung)));
        Assert.All(orders.GroupBy(o => o.Draft.Side), side => Assert.InRange(AtOnce(side), 1, Window));
    }

    /// <summary>Nothing that was open at the death is still unknown, and something new was sent.</summary>
    private static bool HasGoneOn(JsonNode grid, MachineRow<Grid> atDeath)
    {
        var known = grid["orders"]!.AsArray().ToDictionary(
            o => o!["id"]!.GetValue<string>(), o => o!["status"]!.GetValue<string>(), StringComparer.Ordinal);
        var before = atDeath.Journal.Intents.Select(i => i.Id.Text).ToHashSet(StringComparer.Ordinal);
        return known.Keys.Any(id => !before.Contains(id))
            && atDeath.Journal.Open.All(i => known.GetValueOrDefault(i.Id.Text) != "Intended");
    }

    /// <summary>The most orders that were live at one moment, by the venue's own times.</summary>
    private static int AtOnce(IEnumerable<VenueOrderState> orders)
    {
        var all = orders.ToList();
        return all.Max(o => all.Count(other => other.AcceptedAt <= o.AcceptedAt && other.EndedAt > o.AcceptedAt));
    }

    private static ImmutableArray<VenueOrderState> Orders(ServiceFolder folder) =>
        [.. folder.VenueOrders.Where(o => o.Draft.Symbol == s_sol)];
}
