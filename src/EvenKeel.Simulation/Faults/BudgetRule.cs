using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>I13: each budget of the gate, held against what was stored and sent: worth and price of an order, worth of
/// the position, open orders, orders in a second, and nothing decided twice.</summary>
internal sealed class BudgetRule(
    Verdict verdict, RiskLimits limits, Journals journals, Readings readings, Clocks clocks) : Rule(verdict)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, Queue<Instant>> _sent = [];

    private int PerSecond => limits.OrdersPerSecondMax - limits.OrdersPerSecondReserve;

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Stored { Row: var row, By: var by }:
                foreach (var intent in journals.NewRisk)
                {
                    CheckSize(row, intent, readings.Of(by).Market.Mark?.Value);
                    CheckCounts(row, intent);
                }

                break;
            // Who slept sends what it was about to when it wakes, and the venue refuses it.
            case Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item: var intent }, By: var by }
                when journals.RaisesRisk(intent.Id) && happening.At <= intent.NotAfter:
                Send(by, happening.At);
                break;
            default:
                break;
        }
    }

    private void CheckSize(IMachineRow row, OrderIntent intent, Price? mark)
    {
        var draft = intent.Draft;
        if (draft.Limit is not { } limit)
        {
            Break("I13", $"{intent.Id} has no limit");
            return;
        }

        var price = mark ?? limit;
        if (Price.Max(limit, price) * draft.Quantity is var worth && worth > limits.OrderNotionalMax)
        {
            Break("I13", $"{intent.Id} is worth {worth}");
        }

        if (Math.Abs(limit.Value - price.Value) > price.Value * limits.PriceCollar.Value)
        {
            Break("I13", $"{intent.Id} has the limit {limit} at a mark of {price}");
        }

        var held = row.Ledger.Of(draft.Market);
        foreach (var other in row.Journal.Intents)
        {
            var adds = other.Draft.Side == draft.Side && other.Draft.Market == draft.Market;
            held += adds ? other.InFlight : Quantity.Zero;
            if (other.Id == intent.Id)
            {
                break;
            }
        }

        if (price * held.Abs() is var position && position > limits.PositionNotionalMax)
        {
            Break("I13", $"with {intent.Id} the position may be worth {position}");
        }
    }

    private void CheckCounts(IMachineRow row, OrderIntent intent)
    {
        var (open, second, decided) = (0, 0, row.Outbox[^1].At);
        foreach (var other in row.Journal.Intents)
        {
            open += other.IsOpen ? 1 : 0;
            // What a clock that was right has signed lies ahead of one that was put back.
            second += other.Timestamp > decided - s_second && other.Timestamp <= decided ? 1 : 0;
            if (other.Id == intent.Id)
            {
                break;
            }

            if (IsTwin(other, intent) && (intent.Timestamp - other.Timestamp).Duration() < limits.DuplicateWindow)
            {
                Break("I13", $"{intent.Id} is {other.Id} decided once more");
            }
        }

        if (open > limits.OpenOrdersMax)
        {
            Break("I13", $"with {intent.Id} {open} orders are open");
        }

        if (second > PerSecond)
        {
            Break("I13", $"{intent.Id} is number {second} that was decided within a second");
        }
    }

    private static bool IsTwin(OrderIntent other, OrderIntent intent) =>
        (other.IsOpen || !other.Done.Quantity.IsZero)
        && (other.Draft with { Mid = intent.Draft.Mid }) == intent.Draft;

    /// <summary>Each owner for itself, by its own clock; what the rows say was decided within a second is held to the
    /// same bound, whoever decided it.</summary>
    private void Send(Activation by, Instant now)
    {
        if (!_sent.TryGetValue(by.Owner, out var sent))
        {
            _sent[by.Owner] = sent = new();
        }

        sent.Enqueue(now);
        while (sent.Peek() <= now - s_second)
        {
            sent.Dequeue();
        }

        // By a clock that jumps, a second is over at once.
        var seconds = clocks.Jumped(by.Owner, now - (s_second * 2), now) > TimeSpan.Zero ? 2 : 1;
        if (sent.Count > seconds * PerSecond)
        {
            Break("I13", $"{sent.Count} orders that raise risk within a second");
        }
    }
}
