using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>I1, I2, I4, I10 and I17 of orders: written before they are sent, sent once, accepted within their lease,
/// and over when they are said to be over.</summary>
internal sealed class OrderRule(Verdict verdict, Journals journals) : Rule(verdict)
{
    private readonly HashSet<ClientOrderId> _sent = [];
    private readonly HashSet<ClientOrderId> _accepted = [];
    private readonly HashSet<ClientOrderId> _beyond = [];
    private bool _pastBound;

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Stored:
                foreach (var intent in journals.New)
                {
                    Write(null, intent);
                }

                foreach (var (before, now) in journals.Changed)
                {
                    Write(before, now);
                }

                break;
            case Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item: var intent } }:
                Send(intent);
                break;
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: var intent }, Reply: VenueReply.Accepted,
            }:
                Accept(intent, happening);
                break;
            case Happening.Filled { Fill.Order: var order }:
                Fill(order);
                break;
            case Happening.BeyondPromise { Order: var order }:
                _beyond.Add(order);
                break;
            case Happening.Struck { Fault: Fault.ShownPastBound }:
                _pastBound = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the venue itself breaks what the end of an order rests on.</summary>
    private bool IsBeyond(ClientOrderId order) => _pastBound || _beyond.Contains(order);

    private void Write(OrderIntent? earlier, OrderIntent intent)
    {
        if (earlier is not null)
        {
            if (intent.Timestamp != earlier.Timestamp)
            {
                Break("I2", $"{intent.Id} was written for two orders");
            }
            else if (intent.Draft != earlier.Draft)
            {
                Break("I17", $"{intent.Id} was changed");
            }

            if (intent.Done.Quantity < earlier.Done.Quantity)
            {
                Break("I10", $"{intent.Id} has traded less than before");
            }

            if (!earlier.IsOpen && intent.Status != earlier.Status)
            {
                Break("I10", $"{intent.Id} was {earlier.Status} already and is {intent.Status}");
            }
        }

        var never = intent.Status is IntentStatus.NeverArrived or IntentStatus.NeverSent or IntentStatus.Refused;
        if (never && !IsBeyond(intent.Id) && earlier is null or { IsOpen: true } && _accepted.Contains(intent.Id))
        {
            Break("I4", $"{intent.Id} is {intent.Status}, and the venue has accepted it");
        }
    }

    private void Send(OrderIntent intent)
    {
        var asWritten = journals.Find(intent.Id) is { } written && written.Draft == intent.Draft
            && written.Timestamp == intent.Timestamp && written.RecvWindow == intent.RecvWindow;
        if (!asWritten)
        {
            Break("I1", $"{intent.Id} was sent and not written like that");
        }

        if (!_sent.Add(intent.Id))
        {
            Break("I2", $"{intent.Id} was sent twice");
        }
    }

    private void Accept(OrderIntent intent, Happening answered)
    {
        if (!_accepted.Add(intent.Id))
        {
            Break("I2", $"{intent.Id} was accepted twice");
        }

        if (answered.At > intent.NotAfter)
        {
            Break("I4", $"{intent.Id} was accepted at {answered.At}, not by {intent.NotAfter}");
        }

        if (!IsBeyond(intent.Id) && journals.Find(intent.Id) is { IsOpen: false } written)
        {
            Break("I4", $"{intent.Id} was accepted after it ended as {written.Status}");
        }
    }

    private void Fill(ClientOrderId order)
    {
        if (!IsBeyond(order) && journals.Find(order) is { IsOpen: false } intent)
        {
            var never = intent.Status is IntentStatus.NeverArrived or IntentStatus.NeverSent;
            Break(never ? "I4" : "I10", $"{order} was filled after it ended as {intent.Status}");
        }
    }
}
