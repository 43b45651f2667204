using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Storms;

/// <summary>Entries that were completed, in part or whole, exits that were, and the ways on of a carry.</summary>
/// <param name="residue">The least that both legs can trade. [base]</param>
internal sealed class CarryProgress(Func<Quantity> residue) : Progress
{
    private CarryPhase? _phase;
    private Quantity? _target;
    private bool _leavesBoth;

    protected override void See(IMachineRow row)
    {
        if (row is not MachineRow<Carry> carry)
        {
            return;
        }

        var phase = carry.State.Phase;
        if (Counts && _target is { } target && phase is CarryPhase.Holding)
        {
            Entries++;
            EntriesWhole += carry.Ledger.Perp.Abs() + residue() >= target ? 1 : 0;
        }

        Exits += Counts && _leavesBoth && phase is CarryPhase.Flat ? 1 : 0;
        // What is made larger was entered before; and what holds one leg only, or none, is no carry that is left.
        var isNew = _target is not null || _phase is null or CarryPhase.Flat;
        _target = phase is CarryPhase.Entering { Order: var order } && isNew ? order.Target : null;
        _leavesBoth = phase is CarryPhase.Leaving && (_leavesBoth || HoldsBoth(carry.Ledger));
        if (!ReferenceEquals(phase, _phase))
        {
            See(phase, carry);
            _phase = phase;
        }
    }

    protected override void See(OrderIntent? before, OrderIntent intent)
    {
        base.See(before, intent);
        var ended = !intent.IsOpen && before is not { IsOpen: false };
        Take(Branch.FoundNothing, ended && intent is { Status: IntentStatus.CancelledZero, Draft.Step: 0 });
        Take(Branch.HedgedAgain, before is null && intent is { Draft.Step: 1, Attempt: > 0 });
    }

    private bool HoldsBoth(Ledger ledger) => ledger.Base.Abs() >= residue() && ledger.Perp.Abs() >= residue();

    private void See(CarryPhase phase, MachineRow<Carry> row)
    {
        switch (phase)
        {
            case CarryPhase.Entering { Step: var step }:
                Take(Branch.TookBack, step is SpotPerpEntry.Unwinding);
                Take(Branch.StoodExposed, step is SpotPerpEntry.Exposed);
                Take(Branch.HedgedWider, step is SpotPerpEntry.Hedging { Tries.Widened: true }
                    or SpotPerpEntry.Leading { Tries.Widened: true });
                Take(Branch.Resized, _phase is CarryPhase.Holding);
                break;
            case CarryPhase.Leaving { Step: var step, Order: var order }:
                Take(Branch.ExitTriedAgain, step is SpotPerpExit.Slicing { Spot.Count: > 0 }
                    or SpotPerpExit.Slicing { Perp.Count: > 0 });
                Take(Branch.Flattened, step is SpotPerpExit.Flattening);
                Take(Branch.RepaidAgain, step is SpotPerpExit.Repaying { Tries: > 1 });
                Take(Branch.Resized, _phase is CarryPhase.Holding && !order.PerpTo.IsZero);
                break;
            case CarryPhase.Flat:
                Take(Branch.Repaid, _phase is CarryPhase.Leaving { Step: SpotPerpExit.Repaying }
                    && row.Ledger.Debt.IsZero);
                Take(Branch.EntryCameToNothing, _phase is CarryPhase.Entering);
                break;
            default:
                break;
        }
    }
}
