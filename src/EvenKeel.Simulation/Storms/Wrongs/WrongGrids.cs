using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>What each wrong grid puts in place of the right one.</summary>
public static class WrongGrids
{
    public static WorldParts<Grid> Of(WrongGrid wrong) => wrong switch
    {
        WrongGrid.ClosesAtEveryTick => new() { Machine = (_, machine) => new EagerCloser(machine) },
        WrongGrid.DropsPartOnCancel => new() { Machine = (_, machine) => new PartDropper(machine) },
        // It knows what it holds and has earned, and neither where its ladder stood nor what rests there.
        WrongGrid.LaysSecondLadder => new()
        {
            Store = (_, store) => new ForgetfulStore<Grid>(store, row => row with
            {
                State = Grid.New with { Totals = row.State.Totals },
                Journal = row.Journal with { Intents = row.Journal.Intents.RemoveAll(i => i.IsOpen) },
            }),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
    };
}

/// <summary>Closes what is being closed already once more at every look, from a rung of its own making.</summary>
internal sealed class EagerCloser(IMachine<Grid> right) : Imitation<Grid>(right)
{
    private const int FarAway = 5_000;

    private readonly IMachine<Grid> _right = right;

    public override Step<Grid> Decide(MachineRow<Grid> row, MachineEvent @event, Instant now)
    {
        var step = _right.Decide(row, @event, now);
        if (@event is not MachineEvent.Seen || step.State.Phase is not GridPhase.Running
            || row.Journal.Open.FirstOrDefault(i => GridRest.IsClosing(i.Draft) && !i.CancelAsked)
                is not { Draft: { Slot: { } slot } draft })
        {
            return step;
        }

        var index = FarAway;
        while (step.State.Slots.IndexOf(new SlotKey(slot.Generation, index)) >= 0)
        {
            index++;
        }

        var again = new SlotKey(slot.Generation, index);
        return step with
        {
            State = step.State with { Slots = step.State.Slots.Reserve(again, draft.Limit!.Value) },
            Commands = step.Commands.Add(new MachineCommand.Place(draft with
            {
                Slot = again,
                Step = GridSteps.Of(index, draft.Side),
                ReduceOnly = false,
            })),
        };
    }

    public override RiskVerdict Check(MachineRow<Grid> row, OrderIntent intent, MarketView? view, Instant now) =>
        base.Check(Explaining(row, intent.Draft), intent, view, now);

    /// <summary>The gate is told of a rung that holds just this.</summary>
    private static MachineRow<Grid> Explaining(MachineRow<Grid> row, OrderDraft draft)
    {
        var at = draft.Slot is { Index: >= FarAway } key ? row.State.Slots.IndexOf(key) : -1;
        return at < 0 ? row : row with
        {
            State = row.State with
            {
                Slots = row.State.Slots.SetItem(
                    at, row.State.Slots[at] with { Held = draft.Quantity * -draft.Side.Sign() }),
            },
        };
    }
}

/// <summary>Forgets what an order traded that was cancelled in part.</summary>
internal sealed class PartDropper(IMachine<Grid> right) : Imitation<Grid>(right)
{
    private readonly IMachine<Grid> _right = right;

    public override Step<Grid> Decide(MachineRow<Grid> row, MachineEvent @event, Instant now) => _right.Decide(
        row,
        @event is MachineEvent.Ended { Intent: { Status: IntentStatus.CancelledPartial } part }
            ? new MachineEvent.Ended(part with { Done = default })
            : @event,
        now);
}
