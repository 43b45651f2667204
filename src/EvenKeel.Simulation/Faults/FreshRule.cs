using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>I12: what raises risk is written as what it is, was decided on fresh inputs, which whoever wrote it has
/// read itself, and is sent by nobody else.</summary>
internal sealed class FreshRule(
    Verdict verdict, RiskLimits limits, Journals journals, Readings readings, Clocks clocks) : Rule(verdict)
{
    /// <summary>From the beginning of a look until what it decided is written.</summary>
    private static readonly TimeSpan s_looked = TimeSpan.FromSeconds(10);

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Stored { By: var by }:
                foreach (var intent in journals.New)
                {
                    if (intent.RiskIncreasing != journals.RaisesRisk(intent.Id))
                    {
                        Break("I12", $"{intent.Id} raises risk: {!intent.RiskIncreasing}, and is written otherwise");
                    }
                }

                foreach (var intent in journals.NewRisk)
                {
                    Check(intent, by, happening.At);
                }

                break;
            case Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item: var intent }, By: var sender }
                when journals.RaisesRisk(intent.Id) && journals.WriterOf(intent.Id) is { } writer && writer != sender:
                Break("I12", $"{intent.Id} was decided by {writer} and is sent by {sender}");
                break;
            default:
                break;
        }
    }

    private void Check(OrderIntent intent, Activation by, Instant now)
    {
        // A clock that is put right between a look and its decision makes what was seen older than its limit.
        var since = intent.Timestamp - clocks.Jumped(by.Owner, now - s_looked, now);
        var (market, account) = readings.Of(by);
        CheckAge(intent, by, "quotes", market.QuotesOf, since - limits.QuoteAgeMax);
        CheckAge(intent, by, "a mark", market.Mark?.At, since - limits.MarkAgeMax);
        CheckAge(intent, by, "an account", account, since - limits.AccountAgeMax);
    }

    private void CheckAge(OrderIntent intent, Activation by, string what, Instant? at, Instant oldest)
    {
        if (at is not { } known || known < oldest)
        {
            var of = at?.ToString() ?? "no time";
            Break("I12", $"{intent.Id} of {by} rests on {what} of {of}, not of {oldest} or later");
        }
    }
}
