using EvenKeel.Accounting;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>Which orders raise risk, worked out from stored rows alone: a second time, so that the checker does not
/// trust what it checks.</summary>
internal static class NewRisk
{
    /// <summary>Whether an order, wholly filled, raises the position of its own leg, unless it lowers what is unhedged
    /// and is larger than that by a lot at most.</summary>
    /// <param name="ledger">Of the row that the order was first written in.</param>
    /// <param name="lot">Of the order's market. [base]</param>
    /// <param name="buyingFee">What a spot purchase loses of its quantity. [1]</param>
    public static bool OfCarry(OrderDraft draft, Ledger ledger, Quantity lot, Rate buyingFee)
    {
        var kept = draft is { Market: Market.Spot, Side: Side.Buy } ? 1m - buyingFee.Value : 1m;
        var (held, moved) = (ledger.Of(draft.Market), draft.Quantity * kept * draft.Side.Sign());
        var levels = (ledger.Exposure + moved).Abs() < ledger.Exposure.Abs()
            && moved.Abs() <= ledger.Exposure.Abs() + lot;
        return (held + moved).Abs() > held.Abs() && !levels;
    }

    /// <summary>Whether an order, wholly filled, raises what its rung holds, which has no other order open; or, of no
    /// rung, what the grid does.</summary>
    public static bool OfGrid(OrderDraft draft, MachineRow<Grid> row)
    {
        var held = draft.Slot is { } key
            ? row.State.Slots.FirstOrDefault(s => s.Key == key)?.Held ?? Quantity.Zero
            : row.Ledger.Of(draft.Market);
        return (held + (draft.Quantity * draft.Side.Sign())).Abs() > held.Abs();
    }
}
