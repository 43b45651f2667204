using EvenKeel.Machines;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Sees how far a run comes and which ways on it takes, by what is stored.</summary>
internal abstract class Progress
{
    private readonly HashSet<ClientOrderId> _found = [];
    private readonly Dictionary<ClientOrderId, OrderIntent> _intents = [];
    private ulong _taken;
    private bool _appendFailed;

    /// <summary>What was begun in the storm, or after it, and came to something.</summary>
    public int Entries { get; protected set; }

    /// <summary>What of it reached its target: an entry that is not wanted any longer holds what it has.</summary>
    public int EntriesWhole { get; protected set; }

    /// <summary>What was ended as it was meant to.</summary>
    public int Exits { get; protected set; }

    /// <summary>Whether the storm has begun: what came to something before it proves nothing.</summary>
    public bool Counts { get; set; }

    /// <summary>Whether a way was taken.</summary>
    public bool Took(Branch branch) => (_taken & (1UL << (int)branch)) != 0;

    public virtual void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Began { Row: var row }:
                foreach (var open in row.Journal.Open)
                {
                    _found.Add(open.Id);
                }

                Begin(row);
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
            case Happening.Stored { Row: var row }:
                SeeRow(row);
                break;
            default:
                break;
        }
    }

    protected void Take(Branch branch, bool taken = true) => _taken |= taken ? 1UL << (int)branch : 0UL;

    /// <summary>An owner goes on from a row.</summary>
    protected virtual void Begin(IMachineRow row)
    {
    }

    /// <summary>What a stored row says of its machine.</summary>
    protected abstract void See(IMachineRow row);

    /// <summary>What a stored row says of one order, as it was before and is now.</summary>
    protected virtual void See(OrderIntent? before, OrderIntent intent)
    {
        var ended = !intent.IsOpen && before is not { IsOpen: false };
        Take(Branch.Adopted, _found.Contains(intent.Id) && ended && !intent.Done.Quantity.IsZero);
        Take(Branch.ProvenAbsent, ended && intent.Status == IntentStatus.NeverArrived);
        Take(Branch.LeftUnsent, ended && intent.Status == IntentStatus.NeverSent);
        Take(Branch.Refused, ended && intent.Status == IntentStatus.Refused);
        Take(Branch.FilledInPart, ended && intent.Status == IntentStatus.CancelledPartial);
        Take(Branch.Cancelled, intent.CancelAsked);
        Take(
            Branch.FilledWhileCancelled,
            before is { CancelAsked: true } && intent.Done.Quantity > before.Done.Quantity);
    }

    private void SeeRow(IMachineRow row)
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
        See(row);
    }
}
