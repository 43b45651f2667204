using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Tests.Funding;
using EvenKeel.Tests.House;
using static EvenKeel.Funding.SpotPerpEntry;

namespace EvenKeel.Tests.Machines;

/// <summary>The table of <see cref="SpotPerpEntry"/>, over all states and all events.</summary>
public sealed class EntryTableTests
{
    private const string Opening =
        """
        What an entry does in every state on every event. It is written by a test from the decider itself, for a
        positive carry whose spot leg leads; target 0.2 BTC, slices of 0.1. *Level* means that what the legs differ by
        cannot be traded on the perpetual, *exposed* that it can. `Lead`, `Hedge` and `Unwind` are orders; *now* and
        pauses say when the market is looked at again, and *when told* that only an event goes on.
        """;

    private static readonly CarryScene s_scene = new();
    private static readonly HedgeTries s_spent = new(4, CarryScene.Start, true);
    private static readonly OrderIntent s_hedge = s_scene.Intent(CarrySteps.Hedge, Market.Linear, Side.Sell, 0.05m);
    private static readonly OrderIntent s_taking = s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m);
    private static readonly OrderIntent s_unwind = s_scene.Intent(CarrySteps.Unwind, Market.Spot, Side.Sell, 0.05m);
    private static readonly OrderIntent s_resting =
        s_scene.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m, TimeInForce.PostOnly);

    private static readonly (string, CarryScene) s_level = ("level", s_scene with { Base = 0.1m, Perp = -0.1m });
    private static readonly (string, CarryScene) s_exposed = ("exposed", s_scene with { Base = 0.1m, Perp = -0.05m });
    private static readonly (string, CarryScene) s_full = (
        "level at the target", s_scene with { Base = 0.2m, Perp = -0.2m });
    private static readonly (string, CarryScene) s_empty = ("nothing held", s_scene);

    private static readonly (string, CarryScene) s_hedgeOpen = Open("exposed, hedge open", s_exposed, s_hedge);
    private static readonly (string, CarryScene) s_unwindOpen = Open(
        "exposed, unwinding order open", s_exposed, s_unwind);

    private static readonly (string, Func<CarryScene, (MachineEvent, bool)>)[] s_events =
    [
        ("seen, still wanted", s => (s.Seen, true)),
        ("seen, not wanted any longer", s => (s.Seen, false)),
        ("an order moved", s => (new MachineEvent.Moved(s_resting), true)),
        ("the leading order ended with a part", s =>
            (s.Ended(CarrySteps.Lead, IntentStatus.CancelledPartial, 0.05m), true)),
        ("the leading order ended with nothing", s => (s.Ended(CarrySteps.Lead, IntentStatus.CancelledZero), true)),
        ("the leading order was never sent", s => (s.Ended(CarrySteps.Lead, IntentStatus.NeverSent), true)),
        ("another order was filled", s => (s.Ended(CarrySteps.Hedge, IntentStatus.Filled, 0.05m, Market.Linear), true)),
        ("another order ended with nothing", s =>
            (s.Ended(CarrySteps.Hedge, IntentStatus.CancelledZero, 0m, Market.Linear), true)),
        ("another order was refused", s => (s.Ended(CarrySteps.Hedge, IntentStatus.Refused, 0m, Market.Linear), true)),
        ("another order never arrived", s =>
            (s.Ended(CarrySteps.Hedge, IntentStatus.NeverArrived, 0m, Market.Linear), true)),
        ("another order was never sent", s =>
            (s.Ended(CarrySteps.Hedge, IntentStatus.NeverSent, 0m, Market.Linear), true)),
        ("the gate denied the leading order", s => (s.Denied(CarrySteps.Lead), true)),
        ("the gate denied another order", s => (s.Denied(CarrySteps.Hedge, Market.Linear), true)),
        ("venue and ledger agreed", s => (s.Agreed, true)),
        ("disturbed from outside", _ => (new MachineEvent.Disturbed("deleveraged", []), true)),
        ("asked to leave", _ => (new MachineEvent.LeaveAsked("asked", false), true)),
    ];

    [Fact]
    public void The_table_of_the_entry_says_what_it_does()
    {
        var table = new MachineTable("SpotPerpEntry", Opening.ReplaceLineEndings("\n"));
        foreach (var (name, about, state, situations) in States())
        {
            table.Section(name, about, situations, s_events, (scene, e) => Decide(scene, state, e.Item1, e.Item2));
        }

        WrittenPage.Says("docs/machines/spot-perp-entry.md", table.Page());
        Assert.True(table.Decided > table.Impossible);
    }

    private static IEnumerable<(string, string, SpotPerpEntry, (string, CarryScene)[])> States()
    {
        var now = CarryScene.Start;
        var rests = Open("level, leading order rests", s_level, s_resting);
        var restsExposed = Open("exposed, leading order rests", s_exposed, s_resting);
        var takes = Open("level, leading order takes", s_level, s_taking);
        yield return ("Validating", "Decided, nothing written yet.", new Validating(), [s_empty, s_level, s_full]);
        yield return (
            "Leading", "The leading leg has an order, or it has just ended.", new Leading(1, now, HedgeTries.None),
            [takes, rests, restsExposed, Open("exposed, both open", restsExposed, s_hedge), s_exposed]);
        yield return (
            "Leading, its time over", "A resting order has had its two minutes.",
            new Leading(1, now - TimeSpan.FromMinutes(2), HedgeTries.None), [rests, restsExposed]);
        yield return (
            "Leading, hedges spent", "Three hedges and the wider one were not taken while the order rests.",
            new Leading(1, now, s_spent), [rests, restsExposed]);
        yield return (
            "Hedging", "The leading leg has no order.", new Hedging(1, HedgeTries.None),
            [s_level, s_full, s_exposed, s_hedgeOpen]);
        yield return (
            "Hedging, hedges spent", "Three hedges and the wider one were not taken.", new Hedging(1, s_spent),
            [s_level, s_exposed, s_hedgeOpen]);
        yield return (
            "Hedging, leading leg spent", "The leading leg has found nothing six times.",
            new Hedging(SpotPerpEntryDecider.EmptyMax, HedgeTries.None), [s_level, s_exposed]);
        yield return (
            "Unwinding", "The hedge was given up.", new Unwinding(1), [s_level, s_exposed, s_unwindOpen]);
        yield return ("Unwinding, spent", "Three tries to take it back.", new Unwinding(3), [s_level, s_exposed]);
        yield return (
            "Exposed", "Neither way out was open.", new Exposed(2, now),
            [s_level, s_exposed, s_hedgeOpen, s_unwindOpen]);
        yield return (
            "Exposed, pausing", "The next try is not due yet.", new Exposed(2, now + TimeSpan.FromSeconds(2)),
            [s_level, s_exposed]);
        yield return (
            "Verifying", "Level; the venue is compared.", new Verifying("done", false), [s_empty, s_full, s_exposed]);
        yield return (
            "Verifying, after taking back", "Level; the venue is compared.", new Verifying("done", true),
            [s_empty, s_level]);
        yield return ("Done", "Both legs stand.", new Done("done"), [s_full]);
        yield return ("Refused", "Nothing was traded.", new Refused("why"), [s_empty]);
        yield return ("Unwound", "What was traded was taken back.", new Unwound("why"), [s_empty]);
    }

    private static (string, CarryScene) Open(string name, (string, CarryScene Scene) situation, OrderIntent order) =>
        (name, situation.Scene.Open(order));

    private static string Decide(CarryScene scene, SpotPerpEntry state, MachineEvent @event, bool wanted)
    {
        var order = new EntryOrder(CarryDirection.Positive, new(0.2m), "it pays", CarryScene.Start);
        var step = SpotPerpEntryDecider.Decide(order, state, scene.Book(@event), @event, wanted);
        var next = step.State switch
        {
            Leading { Tries: var t } => $"Leading{Tries(t)}",
            Hedging { Tries: var t, Empty: var e } =>
                $"Hedging{Tries(t)}{(e > 1 ? $", found nothing {e}×" : string.Empty)}",
            Unwinding u => $"Unwinding {u.Tries}/3",
            Exposed x => $"Exposed, try {x.Tries}",
            var other => other.GetType().Name,
        };
        return Told.Cell(next, Told.Of(step, Word), step.LookAt, scene.Now);
    }

    private static string Tries(HedgeTries tries) => tries switch
    {
        { Widened: true } => " (wider)",
        { Count: > 0 } => $" ({tries.Count}/3)",
        _ => string.Empty,
    };

    private static string Word(MachineCommand command) => command switch
    {
        MachineCommand.Place { Draft: { Step: CarrySteps.Lead } d } => $"**Lead** {d.Quantity}",
        MachineCommand.Place { Draft: { Step: CarrySteps.Hedge } d } => $"**Hedge** {d.Quantity}",
        MachineCommand.Place { Draft: var d } => $"**Unwind** {d.Quantity}",
        MachineCommand.Cancel => "cancel",
        MachineCommand.Alarm => "alarm",
        _ => "compare",
    };
}
