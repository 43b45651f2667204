using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// A terminal intent absorbs, but a venue may still have something to say of it: what it traded late is booked.
public sealed partial class DurableRunner<TState>
{
    /// <summary>The budget of a second looks back for so long, by when an order was signed, and half of its receive
    /// window more.</summary>
    private static readonly TimeSpan s_counted = TimeSpan.FromSeconds(1);

    private readonly List<(ClientOrderId Id, Instant At)> _rechecks = [];
    private readonly HashSet<ClientOrderId> _strays = [];
    private ClientOrderId? _rechecking;

    /// <summary>Something was said of an order that is over for us, or that we do not know. Of one that is filled most
    /// pushes are late, and say nothing new.</summary>
    private void Recheck(ClientOrderId id, Quantity traded)
    {
        if (_work.Journal.Find(id) is not { } intent)
        {
            Reconcile();
        }
        else if (intent.Status != IntentStatus.Filled || traded > intent.Done.Quantity)
        {
            RecheckAt(id, default);
        }
    }

    private void RecheckAt(ClientOrderId id, Instant at)
    {
        if (!_rechecks.Exists(r => r.Id == id))
        {
            _rechecks.Add((id, at));
        }
    }

    private void RecheckLeg(Market market, Instant now)
    {
        foreach (var intent in _work.Journal.Intents)
        {
            if (!intent.IsOpen && intent.Draft.Market == market && intent.Timestamp > now - s_forgottenAfter)
            {
                RecheckAt(intent.Id, now);
            }
        }
    }

    /// <summary>Whether an order that is over must stay in the row: it is being asked after again, or it is one of the
    /// many of a ladder, and the budget of a second still counts it.</summary>
    private bool IsNeeded(OrderIntent intent, Instant now)
    {
        var counted = (now - intent.Timestamp).Duration() < s_counted + intent.RecvWindow;
        var needed = (counted && intent.Draft.Slot is not null) || _rechecking == intent.Id;
        foreach (var (id, _) in _rechecks)
        {
            needed |= id == intent.Id;
        }

        return needed;
    }

    private Need.Ask? NextRecheck(Instant now)
    {
        var due = _rechecking is not null ? -1 : _rechecks.FindIndex(r => r.At <= now);
        if (due < 0)
        {
            return null;
        }

        var id = _rechecks[due].Id;
        _rechecks.RemoveAt(due);
        if (_work.Journal.Find(id) is not { IsOpen: false } intent)
        {
            return NextRecheck(now);
        }

        _rechecking = id;
        return Find(intent);
    }

    private void Rechecked(ClientOrderId id, VenueReply reply, Instant now)
    {
        _rechecking = null;
        if (_work.Journal.Find(id) is not { IsOpen: false } intent)
        {
            return;
        }

        if (reply is not VenueReply.OrderSought sought)
        {
            RecheckAt(id, now + _settings.LookAgain);
            return;
        }

        if (sought.Report is not { } report)
        {
            return;
        }

        var on = _machine.On(intent.Draft.Market);
        var done = Execution.Of(sought.Fills, on.Base, on.Quote);
        if (done.Quantity != report.Traded || report.State == OrderState.Live)
        {
            RecheckAt(id, now + _settings.LookAgain);
        }

        if (report.State == OrderState.Live && _strays.Add(id))
        {
            _alarms.Add($"order {id} is {intent.Status} in the journal and live at the venue: cancelling it");
            _ready.Enqueue(new VenueRequest.CancelOrder(intent.Draft.Market, _machine.Symbol, id));
        }

        if (done.Quantity != report.Traded || done == intent.Done || done.Quantity < intent.Done.Quantity)
        {
            return;
        }

        Book(intent, done - intent.Done, on, report.At);
        // What still differs then is another difference, and its orders are asked after anew.
        (_spot, _perp) = (default, default);
        intent = intent with { Done = done, VenueOrderId = report.VenueOrderId };
        _work = _work with { Journal = _work.Journal.Replace(intent) };
        var evidence = $"{id} was {intent.Status} and has traded {done.Quantity} after all";
        Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
    }

    /// <summary>An order of this deployment without an open intent: whoever sent it, it must not trade.</summary>
    private void CancelStrays(AccountReport account, Instant now)
    {
        foreach (var (text, _) in account.OpenOrders)
        {
            var id = new ClientOrderId(text);
            if (_work.Journal.Find(id) is { IsOpen: true }
                || !ClientOrderId.TryParse(_settings.Deployment, text, out _, out _, out _))
            {
                continue;
            }

            _ready.Enqueue(new VenueRequest.CancelOrder(Market.Spot, _machine.Symbol, id));
            _ready.Enqueue(new VenueRequest.CancelOrder(Market.Linear, _machine.Symbol, id));
            if (_strays.Add(id))
            {
                var evidence = $"order {text} is ours and no intent of it is open";
                Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
            }
        }
    }
}
