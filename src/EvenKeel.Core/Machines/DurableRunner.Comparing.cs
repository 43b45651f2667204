using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// Venue against ledger: flows are booked once, then position and balance must be what the ledger explains.
public sealed partial class DurableRunner<TState>
{
    private const int FlowIdsKept = 16;
    private const int MismatchesMax = 3;
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(1);

    private Comparison _compare;
    private Instant _compareAt = Instant.Never;
    private int _mismatches;

    private enum Comparison
    {
        Idle,
        Wanted,
        ReadingFlows,
        FlowsRead,
        ReadingAccount,
    }

    private Need.Ask? NextCompare(Instant now)
    {
        if (_compareAt <= now)
        {
            _compareAt = Instant.Never;
            Reconcile();
        }

        switch (_compare)
        {
            case Comparison.Wanted:
                _compare = Comparison.ReadingFlows;
                return new(new VenueRequest.ReadFlows(
                    _machine.Symbol, _machine.On(Market.Spot).Base, _work.Ledger.FundingUntil - s_overlap));
            case Comparison.FlowsRead:
                _compare = Comparison.ReadingAccount;
                return new(new VenueRequest.ReadAccount(_machine.Symbol, _machine.On(Market.Spot).Base));
            default:
                return null;
        }
    }

    private void FlowsAnswered(VenueReply reply, Instant now)
    {
        if (reply is not VenueReply.FlowsRead read)
        {
            CompareLater(now);
            return;
        }

        _compare = Comparison.FlowsRead;
        var outside = ImmutableArray.CreateBuilder<VenueFlow>();
        foreach (var flow in read.Flows)
        {
            // Before the baseline was read, what moved was not ours.
            if (_work.Baseline is null || flow.At < _work.Ledger.FundingUntil - s_overlap || _work.FlowIds.Contains(flow.Id, StringComparer.Ordinal))
            {
                continue;
            }

            BookFlow(flow);
            if (flow.Kind is not (VenueFlowKind.Funding or VenueFlowKind.Interest))
            {
                outside.Add(flow);
            }
        }

        if (outside.Count > 0)
        {
            var evidence = string.Join(", ", outside.Select(f => $"{f.Kind} {f.Market} {f.Quantity} at {f.Price} ({f.Id})"));
            Decide(new MachineEvent.Disturbed(evidence, outside.ToImmutable()), null, now, now);
        }
    }

    private void BookFlow(VenueFlow flow)
    {
        var coin = _machine.On(flow.Market);
        var (ledger, lines) = flow.Kind == VenueFlowKind.Transfer
            ? (_work.Ledger, [])
            : _work.Ledger.Book(flow, _machine.Symbol, coin.Quote);
        var ids = _work.FlowIds.Length < FlowIdsKept ? _work.FlowIds : _work.FlowIds.RemoveAt(0);
        _work = _work with
        {
            Ledger = ledger with { FundingUntil = Instant.Later(ledger.FundingUntil, flow.At) },
            FlowIds = ids.Add(flow.Id),
        };
        if (flow.Kind == VenueFlowKind.Transfer && flow.Coin == coin.Base)
        {
            MoveCoins(new(flow.Change));
        }

        _flows = _flows.AddRange(lines);
        _happened.Add($"booked {flow.Kind} {flow.Change} {flow.Coin}");
        _dirty = true;
    }

    private void AccountCompared(VenueReply reply, Instant now)
    {
        if (reply is not VenueReply.AccountRead { Account: var account })
        {
            CompareLater(now);
            return;
        }

        _compare = Comparison.Idle;
        if (_work.Baseline is null)
        {
            TakeBaseline(account, now);
            return;
        }

        // A leg with an open order may have traded without our knowing yet: it has to agree only at rest.
        var position = IsMoving(Market.Linear) ? Quantity.Zero : account.Position - _work.Ledger.Perp;
        var balance = IsMoving(Market.Spot)
            ? Quantity.Zero
            : account.BaseBalance - account.BaseDebt - _work.Baseline.Value - _work.Ledger.Base;
        if (position.IsZero && balance.IsZero)
        {
            Explained(account, now);
        }
        else if (++_mismatches < MismatchesMax)
        {
            // A fill or a flow may be visible in one list and not yet in the other.
            AskAgainForProof(now);
            CompareLater(now);
        }
        else
        {
            BookUnexplained(position, balance, account, now);
        }
    }

    private bool IsMoving(Market market) => _lanes.Exists(l => l.Market == market && !l.AwaitsProof);

    private void AskAgainForProof(Instant now)
    {
        foreach (var lane in _lanes)
        {
            (lane.AskAt, lane.AwaitsProof) = lane.AwaitsProof ? (now, false) : (lane.AskAt, false);
        }
    }

    /// <summary>The account is as the ledger says: orders that no list knows are proven never to have arrived.</summary>
    private void Explained(AccountReport account, Instant now)
    {
        _mismatches = 0;
        if (!IsMoving(Market.Spot))
        {
            _work = _work with { Ledger = _work.Ledger with { Debt = account.BaseDebt } };
        }

        foreach (var id in _lanes.Where(l => l.AwaitsProof).Select(l => l.Id).ToArray())
        {
            Conclude(id, IntentStatus.NeverArrived, "in no list after its lease, account unchanged", now);
        }

        CancelStrays(account);
        if (_lanes.Count == 0)
        {
            Decide(new MachineEvent.Agreed(account), null, now, now);
        }
    }

    private void TakeBaseline(AccountReport account, Instant now)
    {
        _work = _work with
        {
            Baseline = account.BaseBalance - account.BaseDebt,
            Ledger = _work.Ledger with { FundingUntil = Instant.Later(_work.Ledger.FundingUntil, account.At) },
        };
        _dirty = true;
        _happened.Add($"baseline {_work.Baseline}");
        if (!account.Position.IsZero)
        {
            var evidence = $"a position of {account.Position} that no ledger explains";
            Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
        }
    }

    /// <summary>Books a difference that no flow explains, with an alarm: it may not be ours, but it moves our leg.</summary>
    private void BookUnexplained(Quantity position, Quantity balance, AccountReport account, Instant now)
    {
        _mismatches = 0;
        _work = _work with { Ledger = _work.Ledger with { Perp = _work.Ledger.Perp + position } };
        MoveCoins(balance);
        _dirty = true;
        var evidence = $"unexplained: position {position}, balance {balance} at {account.At}";
        Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
    }

    /// <summary>Coins that came without a trade are a person's own; what goes is theirs first, then ours.</summary>
    private void MoveCoins(Quantity change)
    {
        var theirs = _work.Baseline!.Value;
        var kept = Quantity.Max(theirs + change, Quantity.Min(theirs, Quantity.Zero));
        var ours = change - (kept - theirs);
        _work = _work with { Baseline = kept, Ledger = _work.Ledger with { Base = _work.Ledger.Base + ours } };
    }

    /// <summary>An order of this machine without an intent: whoever sent it, it must not trade.</summary>
    private void CancelStrays(AccountReport account)
    {
        foreach (var text in account.OpenOrders)
        {
            if (ClientOrderId.TryParse(_settings.Deployment, text, out var workflow, out _, out _)
                && workflow == WorkflowId.Of(_work.Machine, _work.Epoch) && _work.Journal.Find(new(text)) is null)
            {
                _alarms.Add($"order {text} is ours and has no intent: cancelling it");
                _ready.Enqueue(new VenueRequest.CancelOrder(Market.Spot, _machine.Symbol, new(text)));
                _ready.Enqueue(new VenueRequest.CancelOrder(Market.Linear, _machine.Symbol, new(text)));
            }
        }
    }

    private void CompareLater(Instant now)
    {
        _compare = Comparison.Idle;
        _compareAt = now + _settings.LookAgain;
    }
}
