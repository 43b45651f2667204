using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Tests.Funding;
using EvenKeel.Tests.House;
using static EvenKeel.Funding.CarryPhase;

namespace EvenKeel.Tests.Machines;

/// <summary>The table of <see cref="Carry"/>, over all phases and all events.</summary>
public sealed class CarryTableTests
{
    private const string Opening =
        """
        What a carry does in every phase on every event, from the decider itself. While it enters or leaves, its step
        machine has the word: see [entry](spot-perp-entry.md) and [exit](spot-perp-exit.md). *Exposed* legs differ by
        more than dust. *Now* and pauses say when the market is looked at again, and *when told* that only an event goes
        on.
        """;

    private static readonly CarryScene s_flat = new();
    private static readonly CarryScene s_held = s_flat with { Base = 0.1m, Perp = -0.1m };

    private static readonly (string, CarryScene) s_level = ("level", s_held);
    private static readonly (string, CarryScene) s_exposed = ("exposed", s_held with { Perp = -0.05m });
    private static readonly (string, CarryScene) s_nothing = ("nothing held", s_flat);
    private static readonly (string, CarryScene) s_oneLeg = ("one leg held", s_flat with { Perp = -0.05m });

    private static readonly OrderIntent s_order = s_flat.Intent(CarrySteps.Lead, Market.Spot, Side.Buy, 0.1m);

    private static readonly (string, Func<CarryScene, MachineEvent>)[] s_events =
    [
        ("seen: it pays", s => s.Seen),
        ("seen: nothing is worth a change", s => (s with { Rate = 0.00001m }).Seen),
        ("seen: it costs", s => (s with { Rate = -0.0002m }).Seen),
        ("seen: flatten", s => (s with { Mode = new RiskMode(Flatten: true) }).Seen),
        ("seen: no quotes, no rates", s => new MachineEvent.Seen(Blind(s))),
        ("an order moved", _ => new MachineEvent.Moved(s_order)),
        ("the leading order ended with a part", s => s.Ended(CarrySteps.Lead, IntentStatus.CancelledPartial, 0.05m)),
        ("an order of the exit ended", s => s.Ended(CarrySteps.LeaveSpot, IntentStatus.Filled, 0.1m)),
        ("the gate denied the leading order", s => s.Denied(CarrySteps.Lead)),
        ("the gate denied an order of the exit", s => s.Denied(CarrySteps.LeaveSpot)),
        ("venue and ledger agreed", s => s.Agreed),
        ("disturbed from outside", _ => new MachineEvent.Disturbed("deleveraged", [])),
        ("asked to leave", _ => new MachineEvent.LeaveAsked("asked", false)),
        ("asked to leave at once", _ => new MachineEvent.LeaveAsked("asked", true)),
    ];

    [Fact]
    public void The_table_of_the_carry_says_what_it_does()
    {
        var table = new MachineTable("Carry", Opening.ReplaceLineEndings("\n"));
        foreach (var (name, about, carry, situations) in Phases())
        {
            table.Section(name, about, situations, s_events, (scene, e) => Decide(scene, carry, e));
        }

        WrittenPage.Says("docs/machines/carry.md", table.Page());
        Assert.True(table.Decided > table.Impossible);
    }

    private static IEnumerable<(string, string, Carry, (string, CarryScene)[])> Phases()
    {
        yield return ("Flat", "Nothing is held but dust.", Carry.New, [s_nothing, s_oneLeg]);
        yield return (
            "Flat, stopped", "Something outside has moved a leg: nothing grows any more.",
            Carry.New with { Stopped = "deleveraged" }, [s_nothing, s_oneLeg]);
        yield return (
            "Flat, just refused", "The last attempt came to nothing: the next is a minute away.",
            Carry.New with { GrowsFrom = s_flat.Now + TimeSpan.FromMinutes(1) }, [s_nothing]);
        yield return (
            "Entering, leading", "The legs are being built up.",
            Entering(new SpotPerpEntry.Leading(0, s_flat.Now, HedgeTries.None)), [s_level, s_exposed]);
        yield return (
            "Entering, verifying", "The entry is over, the venue is compared.",
            Entering(new SpotPerpEntry.Verifying("the target is reached", false)), [s_nothing, s_level]);
        yield return ("Holding", "Both legs stand level, funding accrues.", Held(), [s_level, s_exposed]);
        yield return (
            "Holding, stopped", "Something outside has moved a leg.", Held() with { Stopped = "deleveraged" },
            [s_level, s_exposed]);
        yield return (
            "Leaving", "The legs are being closed, by slices.", Leaving(false, Slices()),
            [s_level, s_exposed, s_nothing]);
        yield return (
            "Leaving, reducing", "The legs are being reduced to a half.",
            Leaving(false, Slices(), 0.05m), [s_level, s_exposed]);
        yield return (
            "Leaving at once", "An emergency: each leg whole.",
            Leaving(true, new SpotPerpExit.Flattening(LegTries.None, LegTries.None, false)), [s_level, s_exposed]);
        yield return (
            "Leaving, verifying", "The exit is over, the venue is compared.",
            Leaving(false, new SpotPerpExit.Verifying()), [s_nothing, s_level]);
    }

    private static Carry Held() => new(
        new Holding(CarryDirection.Positive, "it pays"), s_held.Plan.Settings, null, new(new(0.1m), new(5_000m), null));

    private static Carry Entering(SpotPerpEntry step) =>
        Held() with { Phase = new Entering(new(CarryDirection.Positive, new(0.1m), "it pays", s_flat.Now), step) };

    private static Carry Leaving(bool emergency, SpotPerpExit step, decimal to = 0m) =>
        Held() with { Phase = new Leaving(new(new(to), new(-to), emergency, "asked", s_flat.Now), step) };

    private static SpotPerpExit.Slicing Slices() =>
        new(Quantity.Zero, Quantity.Zero, LegTries.None, LegTries.None, false);

    private static EvenKeel.Reconciliation.MarketView Blind(CarryScene scene)
    {
        var view = (scene with { QuoteAge = null }).View;
        return view with
        {
            Account = null,
            Market = view.Market with
            {
                Mark = null,
                Predicted = null,
                Interval = null,
                Settled = [],
                Borrow = null,
                Depth = null,
            },
        };
    }

    private static string Decide(CarryScene scene, Carry carry, MachineEvent @event)
    {
        var step = CarryDecider.Decide(carry, scene.Book(@event), @event);
        var next = step.State.Phase switch
        {
            Entering e => $"Entering ({e.Step.GetType().Name})",
            Leaving { Order: { PerpTo.IsZero: false } o } l =>
                $"Leaving to {o.SpotTo} / {o.PerpTo} ({l.Step.GetType().Name})",
            Leaving l => $"Leaving ({l.Step.GetType().Name})",
            var other => other.GetType().Name,
        };
        var stopped = step.State.Stopped is null ? string.Empty : ", stopped";
        return Told.Cell(next + stopped, Told.Of(step, Word), step.LookAt, scene.Now);
    }

    private static string Word(MachineCommand command) => command switch
    {
        MachineCommand.Place { Draft: var d } => $"**{d.Market}** {d.Side} {d.Quantity}",
        MachineCommand.NextEpoch => "new workflow",
        MachineCommand.Cancel => "cancel",
        MachineCommand.Alarm => "alarm",
        _ => "compare",
    };
}
