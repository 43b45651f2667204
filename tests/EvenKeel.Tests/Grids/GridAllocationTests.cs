using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Grids;

/// <summary>A grid that has nothing to do leaves hardly anything behind: a decision writes down its slots, what rests
/// and what should, and little more.</summary>
public sealed class GridAllocationTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(180)]
    public void A_look_that_changes_nothing_allocates_three_arrays_and_little_more(int slots)
    {
        var scene = Resting(slots);
        var machine = new GridMachine(scene.Plan, TimeSpan.FromSeconds(1));
        var row = MachineRow<Grid>.New("grid/ABCUSDT", new(
            new GridPhase.Running(), scene.Ladder, scene.Slots, GridTotals.None, scene.Plan.Settings), scene.Now) with
        {
            Journal = scene.Journal,
            Ledger = scene.Paid,
        };
        var seen = new MachineEvent.Seen(scene.View);

        // The least of many: the first decisions rent room that later ones find.
        var least = long.MaxValue;
        for (var i = 0; i < 50; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var step = machine.Decide(row, seen, scene.Now);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Empty(step.Commands);
        }

        // 16 for a slot as it stands, 56 for what rests in it, 56 for what should; and ten objects of 60.
        Assert.InRange(least, 128 * slots, (128 * slots) + 600);
    }

    /// <summary>Half of the slots hold one coin that is being closed, the other half are being opened.</summary>
    private static GridScene Resting(int slots)
    {
        var scene = new GridScene().With(s => s with
        {
            Mode = GridMode.Neutral,
            LevelsBelow = slots / 2,
            LevelsAbove = slots / 2,
            InventoryMax = new(1_000_000m),
        });
        for (var i = 1; i <= slots / 2; i++)
        {
            scene = scene.Closing(i - 1, 1m).Open(-i, Side.Buy, 100m - i, 1m);
        }

        return scene;
    }
}
