using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Funding;

/// <summary>The machine of one pair: its strategy, its entry and exit, its gate, behind one interface.</summary>
/// <param name="plan">For the next position; one that is open keeps the plan that it was entered under.</param>
public sealed class CarryMachine(ArbPlan plan, RiskLimits limits) : IMachine<Carry>
{
    /// <summary>What the portfolio wants and the venue's rules say now; what is held keeps the settings it was entered
    /// under.</summary>
    public ArbPlan Plan { get; set; } = plan;

    public Symbol Symbol => Plan.Symbol;

    public Instrument On(Market market) => Plan.Of(market);

    /// <summary>The account is read before new risk, and while what is held could have to go out at once; what must
    /// hedge or close now does not wait for it.</summary>
    public bool NeedsAccount(MachineRow<Carry> row) => row.State.Phase switch
    {
        CarryPhase.Entering { Step: SpotPerpEntry.Validating or SpotPerpEntry.Leading or SpotPerpEntry.Hedging } =>
            !BookOf(row, null, row.LookAt).IsExposed,
        CarryPhase.Leaving { Order.Emergency: false } =>
            !row.Journal.Open.Any() && !BookOf(row, null, row.LookAt).IsExposed,
        CarryPhase.Flat or CarryPhase.Holding => true,
        _ => false,
    };

    public Step<Carry> Decide(MachineRow<Carry> row, MachineEvent @event, Instant now) =>
        CarryDecider.Decide(row.State, BookOf(row, (@event as MachineEvent.Seen)?.View, now), @event);

    public bool IsRiskIncreasing(MachineRow<Carry> row, OrderDraft draft) =>
        RiskGate.IsRiskIncreasing(
            draft, BookOf(row, null, row.LookAt).ToLegs(), On(draft.Market).Lot, PlanOf(row).Fees.SpotTaker);

    public RiskVerdict Check(MachineRow<Carry> row, OrderIntent intent, MarketView? view, Instant now) =>
        RiskGate.Check(intent, BookOf(row, view, now).ToRisk(limits, intent.Draft.Market));

    /// <summary>Until when, and between which prices, a look would change nothing.</summary>
    public WakeRule Rest(MachineRow<Carry> row, MarketView view) =>
        ArbStrategy.Instance.Rest(PlanOf(row), BookOf(row, view, view.Now).ToArb(row.State), view);

    private CarryBook BookOf(MachineRow<Carry> row, MarketView? view, Instant now) =>
        new(PlanOf(row), row.Ledger, row.Journal, view, now);

    private ArbPlan PlanOf(MachineRow<Carry> row) => row.State.Pinned is { } pinned
        ? Plan with { Settings = pinned }
        : Plan;
}
