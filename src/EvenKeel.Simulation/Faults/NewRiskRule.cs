using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>I12, I13 and I14 of what raises risk: decided on fresh inputs, within its budgets, and not after the kill
/// switch.</summary>
/// <param name="quotesOf">When the quotes that a decision rests on were made.</param>
internal sealed class NewRiskRule(Verdict verdict, RiskLimits limits, Func<MarketReport, Instant?> quotesOf)
    : Rule(verdict)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>What was decided by a clock that is right again is written and sent by then.</summary>
    private static readonly TimeSpan s_decided = TimeSpan.FromSeconds(5);

    private readonly HashSet<ClientOrderId> _written = [];
    private readonly Queue<Instant> _sent = new();
    private Instant _killed = Instant.Never;
    private Instant _quotesOf;
    private Instant _accountOf;
    private readonly List<(Instant Until, TimeSpan Off)> _skews = [];

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Killed:
                _killed = Instant.Earlier(_killed, happening.At);
                break;
            case Happening.Skewed { Off: var off, Span: var span }:
                _skews.Add((happening.At + span + s_decided, off));
                break;
            case Happening.Heard { Reply: VenueReply.MarketRead { Market: var market } }:
                _quotesOf = quotesOf(market) is { } quoted ? Instant.Later(_quotesOf, quoted) : _quotesOf;
                break;
            case Happening.Heard { Reply: VenueReply.AccountRead { Account.At: var at } }:
                _accountOf = Instant.Later(_accountOf, at);
                break;
            case Happening.Stored { Row.Journal.Intents: var intents }:
                foreach (var intent in intents)
                {
                    Write(intent, happening.At);
                }

                break;
            case Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item: { RiskIncreasing: true } intent } }:
                Send(intent, happening.At);
                break;
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: { RiskIncreasing: true } intent },
                Reply: VenueReply.Accepted,
            } when happening.At > _killed + intent.RecvWindow + OffAt(happening.At):
                Break("I14", $"{intent.Id} was accepted after the kill switch was on");
                break;
            default:
                break;
        }
    }

    /// <summary>The most that any owner's clock is off.</summary>
    private TimeSpan OffAt(Instant now)
    {
        var most = TimeSpan.Zero;
        foreach (var (until, off) in _skews)
        {
            most = until >= now && off > most ? off : most;
        }

        return most;
    }

    private void Write(OrderIntent intent, Instant now)
    {
        if (_written.Add(intent.Id) && intent.RiskIncreasing && intent.Timestamp > _killed + OffAt(now))
        {
            Break("I14", $"{intent.Id} was written with a timestamp after the kill switch was on");
        }
    }

    private void Send(OrderIntent intent, Instant now)
    {
        var since = intent.Timestamp - OffAt(now);
        if (_quotesOf < since - limits.QuoteAgeMax || _accountOf < since - limits.AccountAgeMax)
        {
            Break("I12", $"{intent.Id} rests on quotes of {_quotesOf} and an account of {_accountOf}");
        }

        if (intent.Draft.Limit is { } limit && limit * intent.Draft.Quantity > limits.OrderNotionalMax)
        {
            Break("I13", $"{intent.Id} is worth {limit * intent.Draft.Quantity}");
        }

        _sent.Enqueue(now);
        while (_sent.Peek() <= now - s_second)
        {
            _sent.Dequeue();
        }

        // By a clock that jumps, a second is over at once.
        var seconds = OffAt(now) > TimeSpan.Zero ? 2 : 1;
        if (_sent.Count > seconds * (limits.OrdersPerSecondMax - limits.OrdersPerSecondReserve))
        {
            Break("I13", $"{_sent.Count} orders that raise risk within a second");
        }
    }
}
