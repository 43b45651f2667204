using EvenKeel.Machines;

namespace EvenKeel.Simulation.Faults;

/// <summary>I11: each row has one parent.</summary>
internal sealed class RowRule(Verdict verdict) : Rule(verdict)
{
    private IMachineRow? _before;

    public override void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: var row })
        {
            return;
        }

        if (row.Version != (_before?.Version ?? 0) + 1)
        {
            Break("I11", $"version {row.Version} after {_before?.Version ?? 0}");
        }
        else if (_before is { } parent && row.Outbox is [.., var entry] && entry.Previous != parent.LastHash)
        {
            Break("I11", $"version {row.Version} is no child of the row before it");
        }

        _before = row;
    }
}
