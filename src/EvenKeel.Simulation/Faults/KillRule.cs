using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>I14: after the kill switch is on nothing is written that raises risk, and none of it is accepted once its
/// lease is over.</summary>
internal sealed class KillRule(Verdict verdict, Journals journals, Clocks clocks) : Rule(verdict)
{
    private Instant _killed = Instant.Never;

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Killed:
                _killed = Instant.Earlier(_killed, happening.At);
                break;
            case Happening.Stored { By: var by } when _killed < Instant.Never:
                foreach (var intent in journals.NewRisk)
                {
                    if (intent.Timestamp > _killed + clocks.OffAt(by.Owner, happening.At))
                    {
                        Break("I14", $"{intent.Id} was written with a timestamp after the kill switch was on");
                    }
                }

                break;
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: var intent }, Reply: VenueReply.Accepted,
            } when _killed < Instant.Never && journals.RaisesRisk(intent.Id):
                var off = journals.WriterOf(intent.Id) is { } writer
                    ? clocks.OffAt(writer.Owner, happening.At)
                    : TimeSpan.Zero;
                if (happening.At > _killed + intent.RecvWindow + off)
                {
                    Break("I14", $"{intent.Id} was accepted after the kill switch was on");
                }

                break;
            default:
                break;
        }
    }
}
