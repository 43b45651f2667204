using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>I3, I9 and I17 of a carry's rows: one open order a leg, nothing open at rest, and settings that stay what
/// they were.</summary>
internal sealed class CarryRule(Verdict verdict) : Rule(verdict)
{
    private MachineRow<Carry>? _before;

    public override void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: MachineRow<Carry> row })
        {
            return;
        }

        CheckOpen(row);
        // A row may tell of the end of one work and of the beginning of the next at once.
        if (_before is { State.Pinned: { } pinned } && row.State.Pinned is { } now && row.Epoch == _before.Epoch
            && !pinned.Equals(now))
        {
            Break("I17", $"the settings of what is held have changed in version {row.Version}");
        }

        _before = row;
    }

    private void CheckOpen(MachineRow<Carry> row)
    {
        var (spot, perp) = (0, 0);
        foreach (var intent in row.Journal.Intents)
        {
            spot += intent.IsOpen && intent.Draft.Market == Market.Spot ? 1 : 0;
            perp += intent.IsOpen && intent.Draft.Market == Market.Linear ? 1 : 0;
        }

        if (spot > 1 || perp > 1)
        {
            Break("I3", $"{spot} orders on spot and {perp} on the perpetual are open in version {row.Version}");
        }

        if (spot + perp > 0 && row.State.Phase is CarryPhase.Flat or CarryPhase.Holding)
        {
            Break("I9", $"an order is open at rest in version {row.Version}");
        }
    }
}
