using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Tests.Grids;
using EvenKeel.Tests.House;
using static EvenKeel.Grids.GridPhase;

namespace EvenKeel.Tests.Machines;

/// <summary>The table of <see cref="Grid"/>, over all phases and all events.</summary>
public sealed class GridTableTests
{
    private const string Opening =
        """
        What a grid does in every phase on every event, from the decider itself: a long grid with a rung at every whole
        price, three a side. Which orders should rest is the strategy's word, and the table shows what comes of it.
        *Now* and pauses say when the market is looked at again, and *when told* that only an event goes on.
        """;

    private static readonly GridScene s_empty = new();

    private static readonly (string, GridScene) s_nothing = ("nothing rests", s_empty);
    private static readonly (string, GridScene) s_opening =
        ("an opening rests", s_empty.Open(-1, Side.Buy, 99m, 1.01m));

    private static readonly (string, GridScene) s_filled =
        ("a slot is filled", s_empty.Filled(-1, 1.01m) with { Price = 99.3m });

    private static readonly (string, GridScene) s_closing =
        ("its closing order rests", s_empty.Closing(-1, 1.01m) with { Price = 99.3m });

    private static readonly (string, Func<GridScene, MachineEvent>)[] s_events =
    [
        ("seen", s => new MachineEvent.Seen(s.View)),
        ("seen: kill switch", s => new MachineEvent.Seen((s with { Mode = new RiskMode(Kill: true) }).View)),
        ("seen: flatten", s => new MachineEvent.Seen((s with { Mode = new RiskMode(Flatten: true) }).View)),
        ("seen: no quote", s => new MachineEvent.Seen((s with { QuoteAge = TimeSpan.FromMinutes(1) }).View)),
        ("an order moved", s => new MachineEvent.Moved(Order(s))),
        ("an order ended with nothing", s => new MachineEvent.Ended(Order(s).End(IntentStatus.CancelledZero, null))),
        ("an order was filled", s => new MachineEvent.Ended(Filled(Order(s)))),
        ("the gate denied an order", s => new MachineEvent.Denied(Order(s).Draft, "kill switch")),
        ("venue and ledger agreed", s => new MachineEvent.Agreed(s.View.Account!)),
        ("disturbed from outside", _ => new MachineEvent.Disturbed("deleveraged", [])),
        ("asked to leave", _ => new MachineEvent.LeaveAsked("asked", false)),
    ];

    [Fact]
    public void The_table_of_the_grid_says_what_it_does()
    {
        var table = new MachineTable("Grid", Opening.ReplaceLineEndings("\n"));
        table.Section(
            "Waiting", "No ladder is laid yet.", [s_nothing], s_events,
            (scene, e) => Decide(scene, new Waiting("new"), e));
        table.Section(
            "Running", "The ladder stands around the price.", [s_opening, s_filled, s_closing], s_events,
            (scene, e) => Decide(scene, new Running(), e));
        table.Section(
            "Running, halted", "Something outside has moved the position: nothing is opened any more.",
            [s_opening, s_filled, s_closing], s_events,
            (scene, e) => Decide(scene, new Running(), e, "deleveraged"));
        table.Section(
            "Leaving", "All that is held is being closed.", [s_opening, s_filled, s_closing, s_nothing], s_events,
            (scene, e) => Decide(scene, new Leaving("asked"), e));
        table.Section(
            "Stopped", "Nothing is held but dust, and nothing will be.", [s_nothing], s_events,
            (scene, e) => Decide(scene, new Stopped("asked"), e));
        WrittenPage.Says("docs/machines/grid.md", table.Page());
        Assert.True(table.Decided > table.Impossible);
    }

    private static OrderIntent Order(GridScene scene) =>
        scene.Journal.Intents is [var order, ..] ? order
        : scene.Open(-1, scene.Slots.IsEmpty ? Side.Buy : Side.Sell, 99m, 1.01m).Journal.Intents[0];

    private static OrderIntent Filled(OrderIntent order)
    {
        var (on, at) = (order.Draft.Quantity, order.Draft.Limit!.Value);
        return order with
        {
            Status = IntentStatus.Filled,
            Done = new(on, at * on, Quantity.Zero, Amount.Zero, Amount.Zero),
        };
    }

    private static string Decide(GridScene scene, GridPhase phase, MachineEvent @event, string? halted = null)
    {
        var laid = phase is not Waiting and not Stopped;
        var slots = laid && @event is MachineEvent.Ended { Intent.Draft.Slot: { } key } && scene.Slots.IsEmpty
            ? scene.Slots.Reserve(key, new(100m))
            : scene.Slots;
        var grid = new Grid(phase, laid ? scene.Ladder : null, slots, GridTotals.None, scene.Plan.Settings, halted);
        var desk = new GridDesk(
            scene.Plan, scene.Paid, scene.Journal, (@event as MachineEvent.Seen)?.View,
            scene.Now + TimeSpan.FromMinutes(5), scene.Now, TimeSpan.FromSeconds(1));
        var step = GridDecider.Decide(grid, desk, @event);
        var next = step.State.Phase.GetType().Name + (step.State.Halted is null ? string.Empty : ", halted");
        return Told.Cell(next, Told.Of(step, Word), step.LookAt, scene.Now);
    }

    private static string Word(MachineCommand command) => command switch
    {
        MachineCommand.Place { Draft: var d } => $"{d.Side} {d.Quantity} at {d.Limit}",
        MachineCommand.Cancel => "cancel",
        MachineCommand.Alarm => "alarm",
        _ => $"{command}",
    };
}
