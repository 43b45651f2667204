using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The invariants of a carry.</summary>
public sealed class CarryChecker : Checker
{
    private readonly CarryWorld _world;
    private readonly ExposureRule _exposure;

    /// <param name="timed">Whether every fault says when it strikes: the time of exposure is held to what they
    /// explain.</param>
    public CarryChecker(CarryWorld world, bool timed)
        : base(world, InputsOf, (row, intent) => RaisesRisk(world, row.Ledger, intent.Draft))
    {
        (_world, _exposure) = (world, new(Verdict, world.Plan, world.Residue, () => LotOf(world), timed));
        Add(new CarryRule(Verdict));
        Add(new TriesRule(Verdict, Journals));
        Add(_exposure);
    }

    public override IReadOnlyList<TimeSpan> Stretches => _exposure.Stretches;

    /// <summary>Nothing that was sent meanwhile is naked.</summary>
    public override void CheckBehind()
    {
        var (coin, position) = _world.Held;
        var naked = coin - (_world.Row.Baseline?.Coins ?? Quantity.Zero) + position;
        Expect("I9", naked.Abs() < _world.Residue, () => $"naked by {naked} behind an older row");
    }

    /// <summary>By the rules that are read, which the machine goes by.</summary>
    private static bool RaisesRisk(CarryWorld world, Ledger ledger, OrderDraft draft) => NewRisk.OfCarry(
        draft, ledger, (draft.Market == Market.Spot ? world.ArbPlan.Spot : world.ArbPlan.Perp).Lot,
        world.Plan.Venue.FeeRates.SpotTaker);

    private static Inputs InputsOf(MarketReport market) => new(
        market is { Spot: { } spot, Perp: { } perp } ? Instant.Earlier(spot.At, perp.At) : null, market.Mark);

    /// <summary>The coarser lot of both legs, as the venue has it and as it was read.</summary>
    private static Quantity LotOf(CarryWorld world) => Quantity.Max(
        Quantity.Max(
            world.Venue.InstrumentOf(Market.Spot, world.Symbol).Lot,
            world.Venue.InstrumentOf(Market.Linear, world.Symbol).Lot),
        Quantity.Max(world.ArbPlan.Spot.Lot, world.ArbPlan.Perp.Lot));

    private protected override void CheckRestOfMachine()
    {
        var (row, residue) = (_world.Row, _world.Residue);
        Expect("I9", !row.Journal.Open.Any(), () => "at rest with an open order");
        Expect("I9", row.Ledger.Exposure.Abs() < residue, () => $"at rest, exposed by {row.Ledger.Exposure}");
        var flat = row.State.Phase is CarryPhase.Flat;
        Expect("I9", !flat || row.Ledger.Debt < residue, () => $"flat, owing {row.Ledger.Debt}");
    }
}
