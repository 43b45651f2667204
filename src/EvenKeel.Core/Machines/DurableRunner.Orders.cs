using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// The life of an order after its send: asked after until its end is known, booked by what it has really traded.
public sealed partial class DurableRunner<TState>
{
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_betweenEmpties = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private bool _compareWhenEnded;

    private Need.Ask? NextQuestion(Instant now)
    {
        foreach (var lane in _lanes)
        {
            if (lane.IsDue(now))
            {
                (lane.OnItsWay, lane.AskedAt) = (1, now);
                return Find(_work.Journal.Find(lane.Id)!);
            }
        }

        return null;
    }

    private Need.Ask Find(OrderIntent intent) => new(new VenueRequest.FindOrder(
        intent.Draft.Market, _machine.Symbol, intent.Id, intent.Timestamp - TimeSpan.FromMinutes(1)));

    private void Placed(ClientOrderId id, VenueReply reply, Instant now)
    {
        if (LaneOf(id) is not { } lane)
        {
            // A cancel overtook it, and its end is known already.
            return;
        }

        (lane.OnItsWay, lane.AskAt) = (lane.OnItsWay - 1, now);
        switch (reply)
        {
            case VenueReply.Accepted or VenueReply.Duplicate:
                var venueId = (reply as VenueReply.Accepted)?.VenueOrderId;
                var intent = _work.Journal.Find(id)!;
                _work = _work with
                {
                    Journal = _work.Journal.Replace(
                        intent with { Status = IntentStatus.Acknowledged, VenueOrderId = venueId }),
                };
                if (!lane.Nudged)
                {
                    lane.AskLater(now, _settings.PollFirst);
                }

                break;
            // A copy of the request may have been refused for its clock after another was accepted: find out.
            case VenueReply.Refused { Kind: not RefusalKind.Clock } refused:
                Conclude(id, IntentStatus.Refused, $"{refused.Code} {refused.Reason}", now);
                break;
            case VenueReply.NotSent notSent:
                Conclude(id, IntentStatus.NeverSent, notSent.Reason, now);
                break;
            default:
                break;
        }

        lane.Nudged = false;
    }

    private void Sought(ClientOrderId id, VenueReply reply, Instant now)
    {
        if (LaneOf(id) is not { } lane)
        {
            Rechecked(id, reply, now);
            return;
        }

        (lane.OnItsWay, lane.Nudged, var again) = (lane.OnItsWay - 1, false, lane.Nudged);
        if (reply is not VenueReply.OrderSought sought)
        {
            lane.AskLater(now, _settings.PollFirst);
            return;
        }

        if (sought.Report is { } report)
        {
            Found(lane, report, sought, now);
        }
        else
        {
            NotFound(lane, sought, now);
        }

        lane.AskAt = again ? now : lane.AskAt;
    }

    private void Found(Lane lane, OrderReport report, VenueReply.OrderSought sought, Instant now)
    {
        lane.EmptyAt = null;
        var intent = _work.Journal.Find(lane.Id)!;
        var on = _machine.On(lane.Market);
        var done = Execution.Of(sought.Fills, on.Base, on.Quote);
        if (done.Quantity != report.Traded || done.Quantity < intent.Done.Quantity)
        {
            // Fees are only in the executions: nothing is booked before they are all there. A list that shows less than
            // is booked is older than the one that it was booked from.
            lane.AskLater(now, _settings.PollFirst);
            return;
        }

        lane.Misses = 0;
        var news = done - intent.Done;
        Book(intent, news, on, report.At);
        intent = intent with { Done = done, VenueOrderId = report.VenueOrderId, Status = IntentStatus.Acknowledged };
        _work = _work with { Journal = _work.Journal.Replace(intent) };
        if (report.State == OrderState.Live)
        {
            Lives(lane, intent, news == default, now);
            if (news != default)
            {
                Decide(new MachineEvent.Moved(intent), null, now, now);
            }

            return;
        }

        var status = (report.State, done.Quantity.IsZero) switch
        {
            (OrderState.Filled, _) => IntentStatus.Filled,
            (_, true) => IntentStatus.CancelledZero,
            _ => IntentStatus.CancelledPartial,
        };
        Conclude(lane.Id, status, report.Reason, now);
        if (done.Quantity > intent.Draft.Quantity)
        {
            var evidence = $"{report.VenueOrderId} traded {done.Quantity} of {intent.Draft.Quantity}";
            Decide(new MachineEvent.Disturbed(evidence, []), null, now, now);
        }
    }

    /// <summary>It is at the venue. A cancel that was asked for may be lost: in a slot it is sent again until it has
    /// come.</summary>
    /// <param name="asBefore">Whether it has traded nothing more than is booked.</param>
    private void Lives(Lane lane, OrderIntent intent, bool asBefore, Instant now)
    {
        if (!lane.InSlot)
        {
            lane.AskAt = now + _settings.PollLive;
            return;
        }

        // What was pushed may not show yet: it is asked for again, less and less often, until it must.
        lane.HeardAt = asBefore && lane.HeardAt + _settings.Visibility > now ? lane.HeardAt : null;
        lane.AskAt = now + (lane.HeardAt is { } heard
            ? TimeSpan.FromTicks(Math.Max(_settings.PollLive.Ticks, (now - heard).Ticks))
            : _settings.PollSlot);

        (lane.Rests, lane.SeenAt) = (!intent.CancelAsked, lane.AskedAt);
        if (intent.CancelAsked)
        {
            if (now >= lane.CancelAgainAt)
            {
                _ready.Enqueue(new VenueRequest.CancelOrder(lane.Market, _machine.Symbol, lane.Id));
            }

            lane.AskAt = Instant.Earlier(lane.AskAt, Instant.Later(lane.CancelAgainAt, now + _settings.PollFirst));
        }
    }

    private void NotFound(Lane lane, VenueReply.OrderSought sought, Instant now)
    {
        var intent = _work.Journal.Find(lane.Id)!;
        if (intent.Status == IntentStatus.Acknowledged && sought.VenueTime > intent.NotAfter + s_forgottenAfter)
        {
            // The venue forgets a zero-fill cancel after a day; fills it keeps.
            Conclude(lane.Id, IntentStatus.CancelledZero, "gone from all lists after a day", now);
            return;
        }

        var provable = intent.NotAfter + _settings.Visibility;
        if (intent.Status == IntentStatus.Acknowledged || !sought.Fills.IsEmpty)
        {
            lane.EmptyAt = null;
            lane.AskLater(now, _settings.PollFirst);
        }
        else if (sought.VenueTime <= provable)
        {
            lane.AskLater(now, _settings.PollFirst);
            lane.AskAt = Instant.Earlier(lane.AskAt, now + (provable - sought.VenueTime) + s_tick);
        }
        else if (lane.EmptyAt is not { } first || sought.VenueTime < first + s_betweenEmpties)
        {
            lane.EmptyAt ??= sought.VenueTime;
            lane.AskAt = now + (lane.EmptyAt.Value + s_betweenEmpties - sought.VenueTime);
        }
        else
        {
            lane.AwaitsProof = true;
            Reconcile();
        }
    }

    /// <summary>Ends an intent's life and tells the machine.</summary>
    private void Conclude(ClientOrderId id, IntentStatus status, string? because, Instant now)
    {
        var intent = _work.Journal.Find(id)!.End(status, because);
        _work = _work with { Journal = _work.Journal.Replace(intent) };
        _lanes.RemoveAll(l => l.Id == id);
        // What ends in a slot without a trade has moved nothing: orders that are refused time and again must not keep
        // the account from being compared.
        _settled += intent.Draft.Slot is not null && intent.Done.Quantity.IsZero ? 0 : 1;
        _ended++;
        if (_compareWhenEnded)
        {
            _compareWhenEnded = false;
            Reconcile();
        }

        Decide(new MachineEvent.Ended(intent), null, now, now);
    }

    private void Book(OrderIntent intent, Execution news, Instrument on, Instant at)
    {
        _settled += news == default ? 0 : 1;
        var (ledger, flows) = _work.Ledger.Book(intent.Draft, news, on, at);
        _work = _work with { Ledger = ledger };
        _flows = _flows.AddRange(flows);
        _dirty |= !flows.IsEmpty;
    }
}
