using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>I13 of the tries of a step: an entry whose leading order has found nothing six times in a row asks for no
/// more.</summary>
internal sealed class TriesRule(Verdict verdict, Journals journals) : Rule(verdict)
{
    private const int TriesMax = 6;

    private int _empty;

    public override void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: MachineRow<Carry> row })
        {
            return;
        }

        foreach (var (before, now) in journals.Changed)
        {
            if (journals.RaisesRisk(now.Id))
            {
                Count(before.IsOpen, now);
            }
        }

        if (row.State.Phase is not CarryPhase.Entering)
        {
            _empty = 0;
            return;
        }

        foreach (var intent in journals.NewRisk)
        {
            if (_empty >= TriesMax)
            {
                Break("I13", $"{intent.Id} is tried after {_empty} in a row have found nothing");
            }

            Count(wasOpen: true, intent);
        }
    }

    /// <summary>What was never sent is no try.</summary>
    private void Count(bool wasOpen, OrderIntent intent)
    {
        if (!intent.Done.Quantity.IsZero)
        {
            _empty = 0;
        }
        else if (wasOpen && !intent.IsOpen && intent.Status != IntentStatus.NeverSent)
        {
            _empty++;
        }
    }
}
