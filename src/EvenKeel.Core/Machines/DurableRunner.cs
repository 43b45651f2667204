using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

/// <summary>The durable protocol without I/O: decide, intend, send once, resolve, record, and decide again.</summary>
/// <remarks>It says what it needs next and is told how that went; the grain awaits it, the storm puts crashes between
/// any two. Several needs may be on their way at once, one for each open order; after <see cref="Need.Wait"/> nothing
/// else starts before an answer or that time. One instance is one activation: after any failed write it only says
/// Stop.</remarks>
public sealed partial class DurableRunner<TState>
{
    private readonly IMachine<TState> _machine;
    private readonly RunnerSettings _settings;
    private readonly List<Lane> _lanes = [];
    private readonly Queue<VenueRequest> _ready = new();
    private List<VenueRequest> _afterWrite = [];
    private List<VenueRequest> _afterThisWrite = [];
    private readonly List<string> _happened = [];
    private readonly List<string> _alarms = [];
    private MachineRow<TState> _work;
    private ImmutableArray<Flow> _flows = [];
    private bool _dirty;
    private bool _writing;
    private bool _appending;
    private bool _appendDue;
    private bool _appendFails;
    private Instant _appendAt = Instant.Never;
    private long _appendingTo;
    private bool _looked;
    private string? _stopped;

    /// <param name="row">As it was read from the store, or new.</param>
    /// <param name="now">Venue time of the activation.</param>
    public DurableRunner(IMachine<TState> machine, RunnerSettings settings, MachineRow<TState> row, Instant now)
    {
        (_machine, _settings, _work, Row, Pending) = (machine, settings, row, row, row);
        (_appendDue, _woken) = (!row.Outbox.IsEmpty, true);
        _compare = row.Baseline is null ? Comparison.Wanted : Comparison.Idle;
        foreach (var intent in row.Journal.Open)
        {
            _lanes.Add(new(intent.Id, intent.Draft.Market, now) { InSlot = intent.Draft.Slot is not null });
        }
    }

    /// <summary>The row as it is stored: reads see this, never what is still to be written.</summary>
    public MachineRow<TState> Row { get; private set; }

    /// <summary>The row to write, while <see cref="Need.WriteRow"/> is asked for.</summary>
    public MachineRow<TState> Pending { get; private set; }

    /// <summary>What a person must hear, oldest first; taking clears it.</summary>
    public IReadOnlyList<string> TakeAlarms()
    {
        string[] taken = [.. _alarms];
        _alarms.Clear();
        return taken;
    }

    /// <summary>Look at the market now: a tick that wakes, an order push, a timer.</summary>
    public void Wake() => _woken = true;

    /// <summary>Ask after an order now: the venue pushed something about it.</summary>
    /// <param name="traded">All that it has traded; zero: the push does not say. [base]</param>
    public void Nudge(ClientOrderId order, Instant now, Quantity traded = default)
    {
        if (LaneOf(order) is { } lane)
        {
            lane.AskSoon(now);
            lane.HeardAt = now;
        }
        else
        {
            Recheck(order, traded);
        }
    }

    /// <summary>Compare venue and ledger now: the reconciliation tick.</summary>
    public void Reconcile() => (_compare, _compareAgain) = _compare is Comparison.Idle or Comparison.Wanted
        ? (Comparison.Wanted, false)
        : (_compare, true);

    /// <summary>Tells the machine something from outside, such as an operator's wish.</summary>
    public void Tell(MachineEvent @event, Instant now) => Decide(@event, null, now, now);

    /// <summary>The next need to start; null while a write is on its way and nothing else may start.</summary>
    public Need? Next(Instant now)
    {
        if (_stopped is not null)
        {
            return new Need.Stop(_stopped);
        }

        KeepTime(now);

        if (_writing)
        {
            return null;
        }

        return NextSend(now) ?? NextAppend(now) ?? NextQuestion(now) ?? NextRecheck(now)
            // What is to be sent waits for no further look, however often ticks wake us; an outcome waits for one.
            ?? (_looked || _afterWrite.Count > 0 ? NextWrite(now) : null)
            ?? NextLook(now) ?? NextCompare(now) ?? (Need?)NextWrite(now) ?? NextWait();
    }

    /// <summary>The row was written, under the etag that it was read with.</summary>
    public void Wrote(Instant now)
    {
        _writing = false;
        Row = Pending;
        _appendDue = true;
        foreach (var request in Batches.Of(_afterThisWrite))
        {
            _ready.Enqueue(request);
        }

        _afterThisWrite.Clear();
    }

    /// <summary>A write failed, or may have: nothing more is sent, the row must be read again.</summary>
    public void WriteFailed(string reason) => _stopped = reason;

    /// <summary>The outbox stands in the append-only tables.</summary>
    public void Appended()
    {
        (_appending, _appendFails, _appendAt) = (false, false, Instant.Never);
        // It leaves the row with the next write, whenever that comes.
        _work = _work with { Outbox = _work.Outbox.RemoveAll(e => e.Version <= _appendingTo) };
    }

    /// <summary>The tables did not take it: the row keeps it, and there is no new risk until they do.</summary>
    public void AppendFailed() => (_appending, _appendFails) = (false, true);

    private Need.Append? NextAppend(Instant now)
    {
        if (_appendFails && !_appending && _appendAt == Instant.Never)
        {
            _appendAt = now + _settings.LookAgain;
        }

        if (_appending || !(_appendDue || _appendAt <= now))
        {
            return null;
        }

        (_appendDue, _appending, _appendAt, _appendingTo) = (false, true, Instant.Never, Row.Version);
        return new();
    }

    private Need.WriteRow? NextWrite(Instant now)
    {
        // An outcome waits for the decision of a look that is under way; what is to be sent does not.
        if (!_dirty || (_looking && _afterWrite.Count == 0))
        {
            return null;
        }

        var version = _work.Version + 1;
        var record = string.Join("; ", _happened);
        var entry = OutboxEntry.Of(_work.Machine, version, now, record, _work.LastHash, _flows);
        _work = _work with
        {
            Version = version,
            Journal = _work.Journal.Fold(Row.Journal, i => IsNeeded(i, now)),
            Outbox = _work.Outbox.Add(entry),
            LastHash = entry.Hash,
        };
        _happened.Clear();
        _flows = [];
        // What is decided while the write is on its way belongs to the next one.
        (_afterThisWrite, _afterWrite) = (_afterWrite, _afterThisWrite);
        Pending = _work;
        (_dirty, _writing, _looked) = (false, true, false);
        return new();
    }

    private Need.Wait NextWait()
    {
        var until = Instant.Earlier(_looking || _work.Baseline is null ? Instant.Never : _work.LookAt, _compareAt);
        until = Instant.Earlier(until, _appendAt);
        foreach (var recheck in _rechecks)
        {
            until = _rechecking is not null ? until : Instant.Earlier(until, recheck.At);
        }

        foreach (var lane in _lanes)
        {
            until = lane.IsDue(Instant.Never) ? Instant.Earlier(until, lane.AskAt) : until;
        }

        return new(until);
    }

    private Lane? LaneOf(ClientOrderId id) => _lanes.Find(l => l.Id == id);

    /// <summary>Lets the machine decide and takes its commands; an intent that the gate denies is told at
    /// once.</summary>
    /// <param name="since">When the look that this rests on began: the timestamp of what it decides.</param>
    private void Decide(MachineEvent @event, MarketView? view, Instant since, Instant now)
    {
        var step = _machine.Decide(_work, @event, now);
        var same = EqualityComparer<TState>.Default.Equals(step.State, _work.State) && step.Commands.IsEmpty;
        _work = _work with { State = step.State, LookAt = step.LookAt };
        if (same && @event is MachineEvent.Seen or MachineEvent.Agreed)
        {
            return;
        }

        _dirty = true;
        _happened.Add(step.Commands.IsEmpty ? $"{@event}" : $"{@event} → {string.Join(", ", step.Commands)}");
        foreach (var command in step.Commands)
        {
            Take(command, view, since, now);
        }
    }

    private void Take(MachineCommand command, MarketView? view, Instant since, Instant now)
    {
        switch (command)
        {
            case MachineCommand.Place place:
                Intend(place.Draft, view, since, now);
                break;
            case MachineCommand.Cancel cancel:
                var intent = _work.Journal.Find(cancel.Order)!;
                _work = _work with { Journal = _work.Journal.Replace(intent with { CancelAsked = true }) };
                _afterWrite.Add(new VenueRequest.CancelOrder(intent.Draft.Market, intent.Draft.Symbol, intent.Id));
                break;
            case MachineCommand.Repay repay:
                _afterWrite.Add(new VenueRequest.RepayDebt(
                    _machine.On(Market.Spot).Base, repay.Amount, since, _settings.RecvWindow));
                break;
            case MachineCommand.Compare:
                Reconcile();
                break;
            case MachineCommand.Alarm alarm:
                _alarms.Add(alarm.Text);
                break;
            case MachineCommand.Retire retire:
                var over = _work.Attempts.Keys.Where(series => series < retire.Below);
                _work = _work with { Attempts = _work.Attempts.RemoveRange(over) };
                break;
            case MachineCommand.NextEpoch:
                _work = _work with { Epoch = _work.Epoch + 1, Attempts = _work.Attempts.Clear() };
                break;
            default:
                throw new InvalidOperationException($"No way to carry out {command.GetType().Name}.");
        }
    }

    private void Intend(OrderDraft draft, MarketView? view, Instant since, Instant now)
    {
        if (_work.Journal.OpenFor(draft) is { } open)
        {
            throw new InvalidOperationException($"{draft.Market} has an open intent already: {open.Id}.");
        }

        // A ladder counts its orders as a whole: a slot that is idle leaves nothing behind to be counted on.
        var series = draft.Slot?.Generation ?? draft.Step;
        var attempt = _work.Attempts.TryGetValue(series, out var made) ? made : 0;
        if (attempt == ClientOrderId.Bound && draft.Slot is null)
        {
            // Ids never wrap: the rest of this work goes on under a new name.
            _work = _work with { Epoch = _work.Epoch + 1, Attempts = _work.Attempts.Clear() };
            attempt = 0;
        }

        var workflow = draft.Slot is { } slot
            ? WorkflowId.Of(_work.Machine, slot.Generation, attempt / ClientOrderId.Bound)
            : WorkflowId.Of(_work.Machine, _work.Epoch);
        var id = ClientOrderId.Of(_settings.Deployment, workflow, draft.Step, attempt % ClientOrderId.Bound);
        var increasing = _machine.IsRiskIncreasing(_work, draft);
        var intent = new OrderIntent(id, draft, attempt, since, _settings.RecvWindow, increasing);
        var verdict = increasing && _appendFails
            ? null
            : _machine.Check(_work, intent, view, now);
        if (verdict is RiskVerdict.Passed passed)
        {
            _work = _work with
            {
                Journal = _work.Journal.Add(intent),
                Attempts = _work.Attempts.SetItem(series, attempt + 1),
            };
            _lanes.Add(new(id, draft.Market, Instant.Never) { Unsent = true, InSlot = draft.Slot is not null });
            _afterWrite.Add(new VenueRequest.PlaceOrder(passed.Order));
            return;
        }

        var because = verdict is RiskVerdict.Denied denied ? denied.ToString() : "the audit tables take no append";
        Decide(new MachineEvent.Denied(draft, because), null, now, now);
    }
}
