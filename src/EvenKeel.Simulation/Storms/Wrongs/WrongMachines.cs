using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>The steps that a carry's orders are of, as Core numbers them: it never gives a number anew.</summary>
internal static class CarryStep
{
    public const int Lead = 0;
    public const int Hedge = 1;
    public const int Unwind = 2;
}

/// <summary>Hedges what the leading order asked for.</summary>
internal sealed class RequestedHedge(IMachine<Carry> right) : Imitation<Carry>(right)
{
    private readonly IMachine<Carry> _right = right;

    public override Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now)
    {
        var step = _right.Decide(row, @event, now);
        var led = row.Journal.Intents.LastOrDefault(i => i.Draft.Step == CarryStep.Lead);
        return led is null
            ? step
            : step with { Commands = [.. step.Commands.Select(c => Enlarged(c, led.Draft.Quantity))] };
    }

    public override RiskVerdict Check(MachineRow<Carry> row, OrderIntent intent, MarketView? view, Instant now) =>
        base.Check(Explaining(row, intent.Draft), intent, view, now);

    private MachineCommand Enlarged(MachineCommand command, Quantity asked) =>
        command is MachineCommand.Place { Draft: { Step: CarryStep.Hedge } draft }
            ? new MachineCommand.Place(draft with
            {
                Quantity = Quantity.Max(draft.Quantity, On(draft.Market).RoundDown(asked)),
            })
            : command;

    /// <summary>The gate is told of a ledger that needs just this hedge.</summary>
    private static MachineRow<Carry> Explaining(MachineRow<Carry> row, OrderDraft draft) =>
        draft.Step != CarryStep.Hedge ? row : row with
        {
            Ledger = row.Ledger with
            {
                Base = row.Ledger.Base - row.Ledger.Exposure - (draft.Quantity * draft.Side.Sign()),
            },
        };
}

/// <summary>Hedges each leading order once, and never takes back.</summary>
internal sealed class SingleHedge(IMachine<Carry> right) : Imitation<Carry>(right)
{
    private readonly IMachine<Carry> _right = right;

    public override Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now)
    {
        var step = _right.Decide(row, @event, now);
        var hedged = row.Attempts.GetValueOrDefault(CarryStep.Hedge) >= row.Attempts.GetValueOrDefault(CarryStep.Lead);
        return hedged && step.Commands.Any(IsHedge)
            ? step with
            {
                Commands = step.Commands.RemoveAll(IsHedge),
                LookAt = now + TimeSpan.FromSeconds(1),
            }
            : step;
    }

    private static bool IsHedge(MachineCommand command) =>
        command is MachineCommand.Place { Draft.Step: CarryStep.Hedge or CarryStep.Unwind };
}

/// <summary>Calls each order a hedge, and lets the gate look at it as at one.</summary>
internal sealed class BlindGate(IMachine<Carry> right) : Imitation<Carry>(right)
{
    private readonly IMachine<Carry> _right = right;

    public override Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now) =>
        _right.Decide(row, @event, now);

    public override RiskVerdict Check(MachineRow<Carry> row, OrderIntent intent, MarketView? view, Instant now) =>
        base.Check(Needing(row, intent.Draft), intent, view, now);

    public override bool IsRiskIncreasing(MachineRow<Carry> row, OrderDraft draft) => false;

    /// <summary>The same row with a ledger that just this order levels.</summary>
    private static MachineRow<Carry> Needing(MachineRow<Carry> row, OrderDraft draft)
    {
        var lacks = draft.Quantity * -draft.Side.Sign();
        return row with
        {
            Ledger = draft.Market == Market.Spot
                ? row.Ledger with { Perp = lacks - row.Ledger.Base }
                : row.Ledger with { Base = lacks - row.Ledger.Perp },
        };
    }
}

/// <summary>Looks at a leg that stands alone for some seconds before it is hedged.</summary>
internal sealed class LateHedge(IMachine<Carry> right) : Imitation<Carry>(right)
{
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(5);

    private readonly IMachine<Carry> _right = right;
    private Instant? _seen;

    public override Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now)
    {
        var step = _right.Decide(row, @event, now);
        if (!step.Commands.Any(c => c is MachineCommand.Place { Draft.Step: CarryStep.Hedge }))
        {
            return step;
        }

        _seen ??= now;
        if (now - _seen.Value < s_late)
        {
            return new(row.State, [], now + TimeSpan.FromMilliseconds(250));
        }

        _seen = null;
        return step;
    }
}

/// <summary>Decides by the settings of now, also for what is held.</summary>
internal sealed class UnpinnedMachine(CarryMachine right) : Imitation<Carry>(right)
{
    private readonly CarryMachine _right = right;

    public override Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now)
    {
        var step = _right.Decide(row with { State = row.State with { Pinned = null } }, @event, now);
        return step.State.Phase is CarryPhase.Flat
            ? step
            : step with { State = step.State with { Pinned = _right.Plan.Settings } };
    }
}
