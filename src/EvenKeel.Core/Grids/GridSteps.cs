using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>The steps of a ladder's workflow: two for each rung, one a side.</summary>
public static class GridSteps
{
    /// <summary>2 × (rung + 11 000) + 0 to buy, 1 to sell: −11 000 buys → 0, 0 sells → 22 001.</summary>
    public static int Of(int index, Side side) => (2 * (index + Ladder.IndexMax)) + (side == Side.Buy ? 0 : 1);

    /// <summary>The rung and side that a step names.</summary>
    public static (int Index, Side Side) Read(int step) =>
        ((step / 2) - Ladder.IndexMax, step % 2 == 0 ? Side.Buy : Side.Sell);

    /// <summary>The order that makes a wanted one so: openings never take, closings may, a close of everything takes at
    /// once.</summary>
    internal static OrderDraft Draft(GridPlan plan, in WantedOrder wanted, TopOfBook quote) => new(
        Of(wanted.Slot.Index, wanted.Side), wanted.Market, plan.Symbol, wanted.Side, wanted.Quantity, wanted.Price,
        wanted.Takes ? TimeInForce.ImmediateOrCancel
            : wanted.Opens ? TimeInForce.PostOnly
            : TimeInForce.GoodTillCancel,
        wanted.ReduceOnly, OnMargin: false, quote.Mid, wanted.Slot);
}
