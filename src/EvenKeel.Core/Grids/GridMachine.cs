using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Grids;

/// <summary>The machine of one grid: its strategy, its slots and its gate, behind one interface.</summary>
/// <param name="plan">For the next ladder; a grid that runs keeps the settings that it was started under.</param>
/// <param name="recvWindow">Of its requests.</param>
public sealed class GridMachine(GridPlan plan, TimeSpan recvWindow) : IMachine<Grid>
{
    /// <summary>What is wanted, and the venue's rules as they are now.</summary>
    public GridPlan Plan { get; set; } = plan;

    public Symbol Symbol => Plan.Symbol;

    /// <summary>The grid trades on one market; the other has the same coins, and nothing of ours.</summary>
    public Instrument On(Market market) => Plan.On with { Market = market };

    /// <summary>It owes coin only after more was sold than it asked for.</summary>
    public bool Borrows => false;

    /// <summary>The account is read before new risk: while the ladder stands, or is about to.</summary>
    public bool NeedsAccount(MachineRow<Grid> row) =>
        row.State is { Phase: GridPhase.Waiting or GridPhase.Running, Halted: null };

    public Step<Grid> Decide(MachineRow<Grid> row, MachineEvent @event, Instant now) =>
        GridDecider.Decide(row.State, DeskOf(row, (@event as MachineEvent.Seen)?.View, now), @event);

    public bool IsRiskIncreasing(MachineRow<Grid> row, OrderDraft draft) =>
        RiskGate.IsRiskIncreasing(draft, LegsOf(row, draft), Plan.On.Lot, Rate.Zero);

    public RiskVerdict Check(MachineRow<Grid> row, OrderIntent intent, MarketView? view, Instant now)
    {
        var (draft, report) = (intent.Draft, view?.Market);
        var second = row.Journal.SignedWithin(TimeSpan.FromSeconds(1), now);
        var sameSide = row.Journal.Intents.Where(i => i.Draft.Side == draft.Side)
            .Aggregate(Quantity.Zero, (sum, i) => sum + i.InFlight);
        return RiskGate.Check(intent, new(
            Plan.On, LegsOf(row, draft), report is null ? null : Plan.MarkOf(report), report?.QuoteOf(Plan.Market),
            view?.Account?.At, Rate.Zero, view?.Mode ?? RiskMode.Unknown, Plan.Limits, row.Journal.Open.Count(), second,
            row.Journal, now, row.Ledger.Of(Plan.Market) + sameSide));
    }

    /// <summary>The slots of a row, with its open orders.</summary>
    public static SlotBook SlotsOf(MachineRow<Grid> row) => SlotBook.Of(row.State.Slots, row.Journal);

    /// <summary>What the grid of a row has earned at a price, and from what.</summary>
    public static GridProfit ProfitOf(MachineRow<Grid> row, Price price) =>
        GridProfit.Of(SlotsOf(row), row.State.Totals.Matched, row.Ledger, price);

    /// <summary>The plan with the settings that the grid of a row runs under.</summary>
    public GridPlan PlanOf(MachineRow<Grid> row) =>
        row.State.Pinned is { } pinned && !ReferenceEquals(pinned, Plan.Settings)
            ? Plan with { Settings = pinned }
            : Plan;

    private GridDesk DeskOf(MachineRow<Grid> row, MarketView? view, Instant now) => new(
        PlanOf(row), row.Ledger, row.Journal, view, row.LookAt, now, recvWindow);

    /// <summary>To the gate an order's leg is its slot: only what the slot holds can be closed by it. An order without
    /// a slot is none of the grid's own: it closes of the whole.</summary>
    private static Legs LegsOf(MachineRow<Grid> row, OrderDraft draft)
    {
        var held = draft.Slot is { } key
            ? SlotBook.HeldIn(key, row.State.Slots, row.Journal)
            : row.Ledger.Of(draft.Market);
        return draft.Market == Market.Spot ? new(held, Quantity.Zero) : new(Quantity.Zero, held);
    }
}
