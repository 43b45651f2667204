using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Sees which ways on a run takes, by what is stored.</summary>
internal sealed class BranchWatch
{
    private readonly HashSet<ClientOrderId> _found = [];
    private readonly Dictionary<ClientOrderId, OrderIntent> _intents = [];
    private CarryPhase? _phase;
    private uint _taken;
    private bool _appendFailed;

    /// <summary>Whether a way was taken.</summary>
    public bool Took(Branch branch) => (_taken & (1U << (int)branch)) != 0;

    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Began { Row: var row }:
                foreach (var open in row.Journal.Open)
                {
                    _found.Add(open.Id);
                }

                break;
            case Happening.Unstored { Because: FaultyStore.Conflict }:
                Take(Branch.LostRow);
                break;
            case Happening.Unstored:
                Take(Branch.ReadAgain);
                break;
            case Happening.Struck { Fault: Fault.AppendLost }:
                _appendFailed = true;
                break;
            case Happening.Appended when _appendFailed:
                Take(Branch.AppendedAgain);
                break;
            case Happening.Stored { Row: MachineRow<Carry> row }:
                See(row);
                break;
            default:
                break;
        }
    }

    private void See(MachineRow<Carry> row)
    {
        foreach (var intent in row.Journal.Intents)
        {
            if (!_intents.TryGetValue(intent.Id, out var before) || !ReferenceEquals(before, intent))
            {
                See(before, intent);
                _intents[intent.Id] = intent;
            }
        }

        var record = row.Outbox is [.., var entry] ? entry.Record : string.Empty;
        Take(Branch.BookedUnexplained, record.Contains("unexplained:", StringComparison.Ordinal));
        Take(Branch.BookedLate, record.Contains("after all", StringComparison.Ordinal));
        Take(Branch.BookedOutside, record.Contains("disturbed:", StringComparison.Ordinal));
        Take(Branch.Denied, record.Contains("denied:", StringComparison.Ordinal));
        Take(Branch.WaitedForLeg, record.Contains("does not trade, the exit waits", StringComparison.Ordinal));
        if (!ReferenceEquals(row.State.Phase, _phase))
        {
            See(row.State.Phase, row);
            _phase = row.State.Phase;
        }
    }

    private void See(OrderIntent? before, OrderIntent intent)
    {
        var ended = !intent.IsOpen && before is not { IsOpen: false };
        Take(Branch.Adopted, _found.Contains(intent.Id) && ended && !intent.Done.Quantity.IsZero);
        Take(Branch.ProvenAbsent, ended && intent.Status == IntentStatus.NeverArrived);
        Take(Branch.LeftUnsent, ended && intent.Status == IntentStatus.NeverSent);
        Take(Branch.Refused, ended && intent.Status == IntentStatus.Refused);
        Take(Branch.FilledInPart, ended && intent.Status == IntentStatus.CancelledPartial);
        Take(Branch.FoundNothing, ended && intent is { Status: IntentStatus.CancelledZero, Draft.Step: 0 });
        Take(Branch.HedgedAgain, before is null && intent is { Draft.Step: 1, Attempt: > 0 });
        Take(Branch.Cancelled, intent.CancelAsked);
        Take(
            Branch.FilledWhileCancelled,
            before is { CancelAsked: true } && intent.Done.Quantity > before.Done.Quantity);
    }

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

    private void Take(Branch branch, bool taken = true) => _taken |= taken ? 1U << (int)branch : 0U;
}
