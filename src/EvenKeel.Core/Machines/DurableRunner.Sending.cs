using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// What a write has released is sent once, as few requests as the venue's batches allow; each order of a batch goes its
// own way from its answer on.
public sealed partial class DurableRunner<TState>
{
    /// <summary>The venue's answer to an Ask, or what kept one from coming.</summary>
    public void Answered(VenueRequest request, VenueReply reply, Instant now)
    {
        HearTime(reply);
        switch (request)
        {
            case VenueRequest.PlaceOrder place:
                Placed(place.Order.Item.Id, reply, now);
                break;
            case VenueRequest.CancelOrder cancel when LaneOf(cancel.Order) is { } lane:
                (lane.OnItsWay, lane.AskAt) = (lane.OnItsWay - 1, now);
                break;
            case VenueRequest.CancelOrder cancel when !_strays.Contains(cancel.Order):
                break;
            case VenueRequest.PlaceOrders or VenueRequest.CancelOrders:
                foreach (var (part, said) in request.Split(reply))
                {
                    Answered(part, said, now);
                }

                break;
            case VenueRequest.FindOrder find:
                Sought(find.Order, reply, now);
                break;
            case VenueRequest.ReadMarket or VenueRequest.ReadAccount when ReferenceEquals(request, _looksFor):
                LookAnswered(reply, now);
                break;
            case VenueRequest.ReadAccount:
                AccountCompared(reply, now);
                break;
            case VenueRequest.ReadFlows:
                FlowsAnswered(reply, now);
                break;
            default:
                // Whatever was said of a repayment or a stray, the account tells what is so.
                CompareLater(now);
                break;
        }
    }

    private Need.Ask? NextSend(Instant now)
    {
        while (_ready.TryDequeue(out var request))
        {
            if (TakeLeaving(request, now) is { } leaving)
            {
                return new(leaving);
            }
        }

        return null;
    }

    /// <summary>What of a request is still to be sent, as of this moment on its way; null: nothing.</summary>
    private VenueRequest? TakeLeaving(VenueRequest request, Instant now)
    {
        if (request is not (VenueRequest.PlaceOrders or VenueRequest.CancelOrders))
        {
            return TryLeave(request, now) ? request : null;
        }

        var parts = request.Parts();
        var leaving = parts.Where(part => TryLeave(part, now)).ToList();
        return leaving.Count == parts.Length ? request : Batches.Of(leaving).SingleOrDefault();
    }

    private bool TryLeave(VenueRequest request, Instant now)
    {
        switch (request)
        {
            case VenueRequest.PlaceOrder { Order.Item: var intent }
                when now - intent.Timestamp > _settings.RecvWindow / 2:
                Conclude(intent.Id, IntentStatus.NeverSent, "its lease was half over before its send", now);
                return false;
            case VenueRequest.PlaceOrder place:
                var placed = LaneOf(place.Order.Item.Id)!;
                (placed.Unsent, placed.OnItsWay) = (false, 1);
                return true;
            case VenueRequest.CancelOrder cancel when LaneOf(cancel.Order) is { } lane:
                (lane.OnItsWay, lane.Rests) = (lane.OnItsWay + 1, false);
                lane.CancelAgainAt = now + _settings.RecvWindow;
                return true;
            // What ended in the meantime needs no cancel; a stray has no open intent at all.
            case VenueRequest.CancelOrder cancel:
                return _strays.Contains(cancel.Order);
            default:
                return true;
        }
    }
}
