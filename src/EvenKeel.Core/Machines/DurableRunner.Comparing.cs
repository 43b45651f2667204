using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// Venue against ledger: flows are booked once, then position and balance must be what the ledger explains.
public sealed partial class DurableRunner<TState>
{
    private static readonly TimeSpan s_refusedPause = TimeSpan.FromSeconds(30);

    private Comparison _compare;
    private bool _compareAgain;
    private Instant _compareAt = Instant.Never;
    private Differing _spot;
    private Differing _perp;
    private string? _foreign;
    private long _settledAtMismatch;
    private long _settled;
    private long _settledWhenAsked;
    private long _ended;
    private long _endedWhenAsked;

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
                (_compare, _compareAgain) = (Comparison.ReadingFlows, false);
                foreach (var lane in _lanes)
                {
                    lane.InProof = lane.AwaitsProof;
                }

                return new(new VenueRequest.ReadFlows(_machine.Symbol, _machine.On(Market.Spot).Base, FlowsFrom));
            case Comparison.FlowsRead:
                (_compare, _settledWhenAsked, _endedWhenAsked) = (Comparison.ReadingAccount, _settled, _ended);
                return new(new VenueRequest.ReadAccount(_machine.Symbol, _machine.On(Market.Spot).Base));
            default:
                return null;
        }
    }

    private void AccountCompared(VenueReply reply, Instant now)
    {
        _compare = _compareAgain ? Comparison.Wanted : Comparison.Idle;
        if (reply is not VenueReply.AccountRead { Account: var account })
        {
            CompareLater(now);
        }
        else if (_work.Baseline is not { } baseline)
        {
            TakeBaseline(account, now);
        }
        else if (_settled != _settledWhenAsked)
        {
            // The ledger has moved on since the account was asked for: the two are not of one moment.
            _compare = Comparison.Wanted;
        }
        else
        {
            // A leg with an open order may have traded without our knowing yet: it has to agree only at rest.
            var position = SettledOrLater(Market.Linear, account.Position - _work.Ledger.Perp, now);
            var balance = SettledOrLater(
                Market.Spot, account.BaseBalance - account.BaseDebt - baseline.Coins - _work.Ledger.Base, now);
            Compare(position, balance, account, now);
        }
    }

    /// <summary>What a leg differs by, if no order moves it. While one does, what differs may be more than it trades,
    /// and is looked at again when it has ended; where some order always may, as among many slots, soon.</summary>
    private Quantity SettledOrLater(Market market, Quantity difference, Instant now)
    {
        if (!IsMoving(market))
        {
            return difference;
        }

        var inSlots = _lanes.Exists(l => l.InSlot);
        if (inSlots && !difference.IsZero)
        {
            CompareLater(now);
        }

        _compareWhenEnded |= !inSlots && !difference.IsZero;
        return Quantity.Zero;
    }

    private void Compare(Quantity position, Quantity balance, AccountReport account, Instant now)
    {
        Prove(Market.Linear, position, now);
        Prove(Market.Spot, balance, now);
        AskTheMissing(account, now);
        if (_settled != _settledAtMismatch && _lanes.Exists(l => l.InSlot))
        {
            (_spot, _perp) = (default, default);
        }

        _settledAtMismatch = _settled;
        _perp = Differs(Market.Linear, position, _perp, now);
        _spot = Differs(Market.Spot, balance, _spot, now);
        if (position.IsZero && balance.IsZero)
        {
            Explained(account, now);
            return;
        }

        foreach (var lane in _lanes.Where(l => l.AwaitsProof))
        {
            lane.AskForProofAgain(now + _settings.PollFirst);
        }

        // A fill or a flow may be visible in one list and not yet in the other.
        if ((_perp.IsOld || _spot.IsOld) && _rechecks.Count == 0 && _rechecking is null
            && AskUnlessSeenSince(Instant.Later(_perp.Shows, _spot.Shows), now))
        {
            BookUnexplained(
                _perp.IsOld ? position : Quantity.Zero, _spot.IsOld ? balance : Quantity.Zero, account, now);
        }

        CompareLater(now);
    }

    /// <summary>How long a leg differs: each has a time of its own. Its orders are asked after when it begins, and
    /// again when all that there is to see of them must be there.</summary>
    private Differing Differs(Market market, Quantity difference, Differing before, Instant now)
    {
        if (difference.IsZero)
        {
            return IsMoving(market) ? before : default;
        }

        var old = before.Since is { } since && now - since > _settings.Visibility;
        if (before.Since is null || (old && !before.IsOld))
        {
            AskUnlessSeenSince(now, now);
            RecheckLeg(market, now);
        }

        return new(before.Since ?? now, old, old ? before.Since!.Value + _settings.Visibility : default);
    }

    private bool IsMoving(Market market) => _lanes.Exists(l => l.Market == market && !l.InProof && !l.Rests);

    /// <summary>Whether each order that rests was asked after since a time and has been found; the others are asked
    /// after now.</summary>
    private bool AskUnlessSeenSince(Instant since, Instant now)
    {
        var unseen = _lanes.FindAll(l => l.Rests && l.SeenAt < since);
        unseen.ForEach(l => l.AskSoon(now));
        return unseen.Count == 0;
    }

    /// <summary>Asks after orders that should rest and are not on the account's list, or are there with more than was
    /// heard of: one list stands for many questions. What two have traded may cancel out.</summary>
    private void AskTheMissing(AccountReport account, Instant now)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Rests && !account.Lists(_work.Journal.Find(lane.Id)!))
            {
                lane.AskSoon(now);
            }
            else if (lane is { InProof: true, InSlot: true })
            {
                // Another order of its market was still sought. What was empty twice stays proved empty: asked again,
                // the two would wait for each other for ever.
                CompareLater(now);
            }
        }
    }

    /// <summary>A leg is as the ledger says: its orders that no list knows are proven never to have arrived.</summary>
    private void Prove(Market market, Quantity difference, Instant now)
    {
        if (!difference.IsZero || IsMoving(market))
        {
            return;
        }

        foreach (var lane in _lanes.Where(l => l.Market == market && l.InProof).ToArray())
        {
            if (lane.InSlot && lane.AskedAt < now - _settings.Visibility)
            {
                // Others of its market were on their way for long: two that the venue shows late after all, and that
                // cancel out, leave the account as it was.
                lane.AskForProofAgain(now);
                continue;
            }

            Conclude(lane.Id, IntentStatus.NeverArrived, "in no list after its lease, account unchanged", now);
        }
    }

    /// <summary>Both legs are as the ledger says.</summary>
    private void Explained(AccountReport account, Instant now)
    {
        if (!IsMoving(Market.Spot) && _work.Ledger.Debt != account.BaseDebt)
        {
            _work = _work with { Ledger = _work.Ledger with { Debt = account.BaseDebt } };
            _dirty = true;
        }

        if (_ended == _endedWhenAsked)
        {
            // What has ended since the account was asked for may still be on its list.
            CancelStrays(account, now);
        }

        if (_lanes.Count == 0)
        {
            Decide(new MachineEvent.Agreed(account), null, now, now);
        }
    }

    /// <summary>Takes what is there as not ours. A position or a debt that no ledger explains refuses the start: nobody
    /// could say what is ours to close or to repay.</summary>
    private void TakeBaseline(AccountReport account, Instant now)
    {
        var foreign = !account.Position.IsZero ? $"a position of {account.Position} on {_machine.Symbol}"
            : !account.BaseDebt.IsZero ? $"a debt of {account.BaseDebt} {_machine.On(Market.Spot).Base}"
            : null;
        if (foreign is not null)
        {
            if (_foreign != foreign)
            {
                // Written down as well: if another owner has begun meanwhile, its row explains it, and is read.
                var refused = $"does not start: {foreign} that no ledger explains";
                _alarms.Add($"{_work.Machine} {refused}");
                _happened.Add(refused);
                _dirty = true;
            }

            _foreign = foreign;
            _compareAt = now + s_refusedPause;
            return;
        }

        _work = _work with
        {
            Baseline = new(account.BaseBalance - account.BaseDebt, account.At),
            // By the venue's time: a clock that ran ahead would hide the settlements until then.
            Ledger = _work.Ledger with { FundingUntil = account.At },
        };
        _dirty = true;
        _happened.Add($"baseline {_work.Baseline.Coins}");
    }

    /// <summary>Books a difference that no flow explains, with an alarm: it may not be ours, but it moves our
    /// leg.</summary>
    private void BookUnexplained(Quantity position, Quantity balance, AccountReport account, Instant now)
    {
        (_perp, _spot) = (position.IsZero ? _perp : default, balance.IsZero ? _spot : default);
        _dirty = true;
        var moved = MoveCoins(balance, account.At, BoughtBack(balance, account));
        if (!position.IsZero)
        {
            _work = _work with { Ledger = _work.Ledger with { Perp = _work.Ledger.Perp + position } };
            AddTransfer(Market.Linear, position, account.At);
            moved = true;
        }

        var evidence = $"unexplained: position {position}, balance {balance} at {account.At}";
        _happened.Add(evidence);
        if (moved)
        {
            Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
        }
    }

    /// <summary>What came and made the debt smaller than what was sold short: no person's coins, but bought back by the
    /// venue, which took the account over. [base]</summary>
    private Quantity BoughtBack(Quantity came, AccountReport account)
    {
        var repaid = -(_work.Ledger.Base + _work.Baseline!.Coins) - account.BaseDebt;
        return Quantity.Max(Quantity.Min(came, repaid), Quantity.Zero);
    }

    private void CompareLater(Instant now) => _compareAt = Instant.Earlier(_compareAt, now + _settings.LookAgain);

    /// <param name="Since">Null: it does not differ.</param>
    /// <param name="IsOld">It differs for so long that its orders were asked after a second time.</param>
    /// <param name="Shows">When all that there was to see of them must be there.</param>
    private readonly record struct Differing(Instant? Since, bool IsOld, Instant Shows);
}
