using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Simulation.Faults;

/// <summary>What the slots of a stored row hold and have resting, worked out from the row alone: a second time, so that
/// the checker does not trust what it checks.</summary>
internal static class GridRest
{
    /// <summary>Of the price: what is closed at once has a limit that is worse, and must be worth the least of an order
    /// at that.</summary>
    public const decimal Closing = 0.98m;

    /// <summary>What each slot holds: what is stored of it, and what its open order has traded. [base]</summary>
    public static SortedDictionary<SlotKey, Quantity> Held(MachineRow<Grid> row)
    {
        var held = new SortedDictionary<SlotKey, Quantity>();
        foreach (var slot in row.State.Slots)
        {
            held[slot.Key] = slot.Held;
        }

        foreach (var intent in row.Journal.Intents)
        {
            if (intent.IsOpen && intent.Draft.Slot is { } key)
            {
                var traded = (intent.Done.Quantity * intent.Draft.Side.Sign()) - intent.Done.FeeBase;
                held[key] = held.GetValueOrDefault(key) + traded;
            }
        }

        return held;
    }

    /// <summary>A slot that holds what can be traded and has no order, though its side's window has room for one beside
    /// the other closings; null: there is none.</summary>
    public static SlotKey? Unclosed(MachineRow<Grid> row, GridPlan plan)
    {
        var (held, exits) = (Held(row), row.State.Slots.ToDictionary(s => s.Key, s => s.Exit));
        foreach (var side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
        {
            var closing = row.Journal.Open.Count(i => i.Draft.Side == side && IsClosing(i.Draft));
            if (closing >= Window(row, plan, side))
            {
                continue;
            }

            foreach (var (key, holds) in held)
            {
                if (holds.Sign == -side.Sign() && exits.TryGetValue(key, out var exit)
                    && row.Journal.OpenAt(key) is null
                    && Closable(row, plan.Market, null, holds) is { Sign: > 0 } closable
                    && plan.On.RoundDown(closable) >= plan.On.TradableResidue(exit))
                {
                    return key;
                }
            }
        }

        return null;
    }

    /// <summary>What of a holding an order can close, or could: on spot only coin that no other order is selling.
    /// [base]</summary>
    /// <param name="order">One that is open and closes it; null: none does.</param>
    public static Quantity Closable(MachineRow<Grid> row, Market market, OrderDraft? order, Quantity holds) =>
        market == Market.Linear || holds.Sign < 0
            ? holds.Abs()
            : Quantity.Min(holds, row.Journal.Open.Where(i => i.Draft.Side == Side.Sell && i.Draft != order)
                .Aggregate(row.Ledger.Base, (left, i) => left - (i.Draft.Quantity - i.Done.Quantity)));

    /// <summary>How much less coin there is than filled slots hold: more was sold of another one than it held.
    /// [base]</summary>
    public static Quantity Short(MachineRow<Grid> row, Market market) => market == Market.Linear
        ? Quantity.Zero
        : Held(row).Values.Where(h => h.Sign < 0).Aggregate(Quantity.Zero, (sum, held) => sum - held);

    /// <summary>Only what opens never takes.</summary>
    public static bool IsClosing(OrderDraft draft) => draft.TimeInForce != TimeInForce.PostOnly;

    /// <summary>Most orders of a side, by the settings that the grid was started under.</summary>
    public static int Window(MachineRow<Grid> row, GridPlan plan, Side side) =>
        Window(row.State.Pinned ?? plan.Settings, side);

    public static int Window(GridSettings settings, Side side) =>
        side == Side.Buy ? settings.LevelsBelow : settings.LevelsAbove;
}
