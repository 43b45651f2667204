using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Tests.House;

namespace EvenKeel.Tests.Grids;

/// <summary>What the pages about the grid say in numbers is what the code gives.</summary>
public sealed class GridPagesTests
{
    private static readonly GridScene s_scene = new();

    [Fact]
    public void The_worked_numbers_of_the_design_are_what_the_code_gives()
    {
        var page = Repository.Read("docs/specs/grid_strategy_design.md");
        Assert.All(
            Worked(),
            line => Assert.Contains($"\n| {line.What} | {line.Value} |\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_slots_says_what_becomes_of_each()
    {
        var page = Repository.Read("docs/specs/slot_manager_reference.md");
        var buying = s_scene.Open(-1, Side.Buy, 99m, 1m);
        var selling = s_scene.Filled(-1, 1m).Open(-1, Side.Sell, 100m, 1m, opens: false);
        foreach (var (name, scene) in new[]
        {
            ("Pending, buying", s_scene.Open(-1, Side.Buy, 99m, 1m, status: IntentStatus.Intended)),
            ("Locked, buying", buying),
            ("Locked, bought 0.4", s_scene.Open(-1, Side.Buy, 99m, 1m, done: 0.4m)),
            ("Pending, selling", s_scene.Filled(-1, 1m)
                .Open(-1, Side.Sell, 100m, 1m, status: IntentStatus.Intended, opens: false)),
            ("Locked, selling", selling),
            ("Locked, sold 0.4", s_scene.Filled(-1, 1m).Open(-1, Side.Sell, 100m, 1m, done: 0.4m, opens: false)),
        })
        {
            Assert.Contains($"\n| {name} | {string.Join(" | ", Becomes(scene))} |\n", page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string What, string Value)> Worked()
    {
        var plain = s_scene.With(s => s with { Step = null, StepShare = new(0.005m) }).Plan;
        var adaptive = s_scene.With(s => s with { Spacing = GridSpacing.Adaptive }).Plan;
        var half = s_scene.With(s => s with { Skew = new(0.02m), InventoryMax = new(1_000m) }).Filled(-5, 5m);
        var shrinks = s_scene.With(s => s with { SizeShrink = 10m }).Plan;
        var present = new Ladder(1, new(100m), new(2m));
        yield return ("arithmetic, anchor 100, step 5: rung −2", $"{new Ladder(1, new(100m), new(5m)).At(-2)}");
        yield return ("geometric, anchor 100, ratio 1.1: rung 3", $"{new Ladder(1, new(100m), new(5m), 1.1m).At(3)}");
        yield return ("nearest rung to 107.5, anchor 100, step 5",
            $"{new Ladder(1, new(100m), new(5m)).NearestTo(new(107.5m))}");
        yield return ("0.5 % of 64 010 up to a tick of 0.01", $"{Laying.StepAt(plain, new(64_010m), null)}");
        yield return ("adaptive, step 1, range 3, scale 0.5", $"{Laying.StepAt(
            adaptive with { Settings = adaptive.Settings with { RangeScale = 0.5m } }, new(100m), new(3m))}");
        yield return ("a new ladder at a step of 2, range 2.4", Laid(2.4m));
        yield return ("a new ladder at a step of 2, range 2.5", Laid(2.5m));
        yield return ("centre at 100, skew 0.02, inventory at half of its most",
            $"{GridStrategy.CentreOf(half.Plan, half.Book, new(100m))}");
        yield return ("100 in quote at 99, lot 0.01", $"{s_scene.Plan.SizeAt(new(99m), null)}");
        yield return ("the same with SizeShrink 10 and a range of 4", $"{shrinks.SizeAt(new(99m), new(4m))}");
        yield return ("one coin from 100 to 101 at a maker fee of 0.1 %, after both fees",
            $"{GridProfit.OfRung(s_scene.Plan, new(100m), new(101m))}");
        yield return ("least step above 100 for a fee of 0.1 % and MinProfit 0.05 %",
            $"{GridProfit.LeastStep(s_scene.Plan, new(100m))}");

        string Laid(decimal range) =>
            Laying.Next(adaptive, present, new(101m), new(range)) is null ? "no" : "yes";
    }

    /// <summary>Acknowledged, traded 0.4, filled, ended, and read by a new owner.</summary>
    private static IEnumerable<string> Becomes(GridScene scene)
    {
        var intent = scene.Journal.Intents[0];
        yield return Shown(scene, intent with { Status = IntentStatus.Acknowledged });
        yield return Shown(scene, intent with { Done = Part(intent, 0.4m) });
        yield return Shown(scene, intent with { Done = Part(intent, 1m), Status = IntentStatus.Filled });
        yield return Shown(scene, intent.End(
            intent.Done.Quantity.IsZero ? IntentStatus.CancelledZero : IntentStatus.CancelledPartial, null));
        yield return Shown(scene, intent);
    }

    private static Execution Part(OrderIntent intent, decimal quantity) => new(
        new(quantity), intent.Draft.Limit!.Value * new Quantity(quantity), Quantity.Zero, Amount.Zero, Amount.Zero);

    private static string Shown(GridScene scene, OrderIntent intent)
    {
        var slots = intent.IsOpen ? scene.Slots : scene.Slots.Settle(intent).Slots;
        var book = SlotBook.Of(slots, OrderJournal.Empty.Add(intent));
        return book.Find(intent.Draft.Slot!.Value) is { } slot
            ? $"{slot.Status} {slot.Held} cost {slot.Cost}"
            : "gone";
    }
}
