using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Tests.Funding;
using EvenKeel.Tests.House;
using static EvenKeel.Funding.SpotPerpExit;

namespace EvenKeel.Tests.Machines;

/// <summary>The table of <see cref="SpotPerpExit"/>, over all states and all events.</summary>
public sealed class ExitTableTests
{
    private const string Opening =
        """
        What an exit does in every state on every event, from the decider itself: a full exit by slices of 0.1 BTC.
        *Held* legs are above their goal, a leg that is *there* has no more than dust left to its goal. Each order says
        its leg and size; *now* and pauses say when the market is looked at again, and *when told* that only an event
        goes on.
        """;

    private static readonly CarryScene s_scene = Traded(new());
    private static readonly CarryScene s_both = s_scene with { Base = 0.1m, Perp = -0.1m };
    private static readonly OrderIntent s_spot = s_scene.Intent(CarrySteps.LeaveSpot, Market.Spot, Side.Sell, 0.1m);
    private static readonly OrderIntent s_perp = s_scene.Intent(CarrySteps.LeavePerp, Market.Linear, Side.Buy, 0.1m);
    private static readonly OrderIntent s_resting =
        s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);

    private static readonly (string, CarryScene) s_held = ("both held", s_both);
    private static readonly (string, CarryScene) s_there = ("both there", s_scene);
    private static readonly (string, CarryScene) s_owing = ("both there, 0.1 owed", s_scene with { Debt = 0.1m });

    private static readonly (string, CarryScene)[] s_ways =
    [
        s_held, ("both held, spot order open", s_both.Open(s_spot)),
        ("spot held, perpetual there", s_both with { Perp = 0m }),
        ("spot there, perpetual order open", (s_both with { Base = 0m }).Open(s_perp)),
        ("both held, entry's order rests", s_both.Open(s_resting)), s_there,
    ];

    private static readonly (string, Func<CarryScene, MachineEvent>)[] s_events =
    [
        ("seen", s => s.Seen),
        ("an order moved", _ => new MachineEvent.Moved(s_spot)),
        ("the spot order was filled", s => Spot(s, IntentStatus.Filled, 0.1m)),
        ("the spot order ended with a part", s => Spot(s, IntentStatus.CancelledPartial, 0.05m)),
        ("the spot order ended with nothing", s => Spot(s, IntentStatus.CancelledZero)),
        ("the spot order was refused", s => Spot(s, IntentStatus.Refused)),
        ("the spot order never arrived", s => Spot(s, IntentStatus.NeverArrived)),
        ("the spot order was never sent", s => Spot(s, IntentStatus.NeverSent)),
        ("the perpetual order was refused", s =>
            s.Ended(CarrySteps.LeavePerp, IntentStatus.Refused, 0m, Market.Linear)),
        ("the gate denied the spot order", s => s.Denied(CarrySteps.LeaveSpot)),
        ("the gate denied the perpetual order", s => s.Denied(CarrySteps.LeavePerp, Market.Linear)),
        ("venue and ledger agreed", s => s.Agreed),
        ("disturbed from outside", _ => new MachineEvent.Disturbed("deleveraged", [])),
        ("asked to leave", _ => new MachineEvent.LeaveAsked("asked", false)),
    ];

    [Fact]
    public void The_table_of_the_exit_says_what_it_does()
    {
        var table = new MachineTable("SpotPerpExit", Opening.ReplaceLineEndings("\n"));
        foreach (var (name, about, state, situations) in States())
        {
            table.Section(name, about, situations, s_events, (scene, e) => Decide(scene, state, e));
        }

        WrittenPage.Says("docs/machines/spot-perp-exit.md", table.Page());
        Assert.True(table.Decided > table.Impossible);
    }

    private static IEnumerable<(string, string, SpotPerpExit, (string, CarryScene)[])> States()
    {
        var later = CarryScene.Start + TimeSpan.FromSeconds(2);
        var (none, failing) = (LegTries.None, new LegTries(2, CarryScene.Start + TimeSpan.FromSeconds(0.4)));
        yield return ("Slicing", "Both legs go to the goals of this slice at once.", Slices(none), s_ways);
        yield return (
            "Slicing, spot pausing", "The spot leg was not taken twice and tries again in 0.4 s.",
            Slices(failing),
            [s_held, ("spot held, perpetual there", s_both with { Perp = 0m })]);
        yield return (
            "Slicing, spot failing", "The spot leg was not taken four times.", Slices(new(4, CarryScene.Start)),
            [s_held]);
        yield return (
            "Slicing, the first of two", "The goals are half-way; the next slice begins when both are there.",
            new Slicing(new(0.1m), new(-0.1m), none, none, false),
            [("both held", s_scene with { Base = 0.2m, Perp = -0.2m }), ("at the goals", s_both)]);
        yield return ("Flattening", "An emergency: each leg whole.", new Flattening(none, none, false), s_ways);
        yield return (
            "Flattening, spot failing", "The spot leg was not taken four times.",
            new Flattening(new(4, CarryScene.Start + TimeSpan.FromSeconds(1.6)), none, false), [s_held]);
        yield return (
            "Repaying", "The legs are closed, borrowed coin is owed.", new Repaying(0, CarryScene.Start),
            [s_owing, s_there]);
        yield return (
            "Repaying, pausing", "Asked for, and asked for again in two seconds.", new Repaying(1, later),
            [s_owing, s_there]);
        yield return (
            "Repaying, failing", "Asked for ten times.", new Repaying(10, CarryScene.Start), [s_owing]);
        yield return (
            "Verifying", "The legs are there; the venue is compared.", new Verifying(), [s_there, s_owing, s_held]);
        yield return ("Done", "The legs are there, nothing is owed but dust.", new Done(), [s_there]);

        static Slicing Slices(LegTries spot) => new(Quantity.Zero, Quantity.Zero, spot, LegTries.None, false);
    }

    private static CarryScene Traded(CarryScene scene) =>
        scene.Open(scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m) with { Status = IntentStatus.Filled });

    private static MachineEvent.Ended Spot(CarryScene scene, IntentStatus status, decimal done = 0m) =>
        scene.Ended(CarrySteps.LeaveSpot, status, done, Market.Spot, Side.Sell);

    private static string Decide(CarryScene scene, SpotPerpExit state, MachineEvent @event)
    {
        var order = new ExitOrder(Quantity.Zero, Quantity.Zero, state is Flattening, "asked", CarryScene.Start);
        var step = SpotPerpExitDecider.Decide(order, state, scene.Book(@event), @event);
        var next = step.State switch
        {
            Slicing s => $"Slicing{Tries(s.Spot, s.Perp)}",
            Flattening f => $"Flattening{Tries(f.Spot, f.Perp)}",
            Repaying r => $"Repaying, asked {r.Tries}×",
            var other => other.GetType().Name,
        };
        return Told.Cell(next, Told.Of(step, Word), step.LookAt, scene.Now);
    }

    private static string Tries(LegTries spot, LegTries perp) => (spot.Count, perp.Count) switch
    {
        (0, 0) => string.Empty,
        var (s, p) => $" (failed: spot {s}×, perpetual {p}×)",
    };

    private static string Word(MachineCommand command) => command switch
    {
        MachineCommand.Place { Draft: { Market: Market.Spot } d } => $"**spot** {d.Side} {d.Quantity}",
        MachineCommand.Place { Draft: var d } => $"**perpetual** {d.Side} {d.Quantity}",
        MachineCommand.Cancel => "cancel",
        MachineCommand.Repay r => $"**repay** {r.Amount}",
        MachineCommand.Alarm => "alarm",
        _ => "compare",
    };
}
