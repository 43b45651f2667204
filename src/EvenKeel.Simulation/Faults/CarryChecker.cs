using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>The invariants of a carry.</summary>
public sealed class CarryChecker : Checker
{
    private readonly CarryWorld _world;
    private readonly ExposureRule _exposure;

    /// <param name="timed">Whether every fault says when it strikes: the time of exposure is held to what they
    /// explain.</param>
    public CarryChecker(CarryWorld world, bool timed)
        : base(world, market => new(
            market is { Spot: { } spot, Perp: { } perp } ? Instant.Earlier(spot.At, perp.At) : null, market.Mark))
    {
        (_world, _exposure) = (world, new(Verdict, world.Plan, world.Residue, timed));
        Add(new CarryRule(Verdict));
        Add(_exposure);
    }

    public override IReadOnlyList<TimeSpan> Stretches => _exposure.Stretches;

    private protected override void CheckRestOfMachine()
    {
        var (row, residue) = (_world.Row, _world.Residue);
        Expect("I9", !row.Journal.Open.Any(), () => "at rest with an open order");
        Expect("I9", row.Ledger.Exposure.Abs() < residue, () => $"at rest, exposed by {row.Ledger.Exposure}");
        var flat = row.State.Phase is CarryPhase.Flat;
        Expect("I9", !flat || row.Ledger.Debt < residue, () => $"flat, owing {row.Ledger.Debt}");
    }
}
