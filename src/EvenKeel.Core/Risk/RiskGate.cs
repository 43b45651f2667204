using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Risk;

/// <summary>The one door for orders: nothing else makes an <see cref="Approved{T}"/> intent.</summary>
/// <remarks>Every order is checked for shape, and for side and size against the ledger. What raises risk is checked
/// for all the rest; what closes or hedges is never refused for it.</remarks>
public static class RiskGate
{
    /// <summary>Passed, with the proof that the port takes, or denied by the first rule that says no.</summary>
    public static RiskVerdict Check(OrderIntent intent, RiskContext context)
    {
        var draft = intent.Draft;
        var denied = ShapeRules.Check(draft, context)
            ?? (IsRiskIncreasing(draft, context.Legs, context.Instrument.Lot, context.BuyingFee)
                ? NewRiskRules.Check(intent, context)
                : LedgerRules.Check(draft, context));
        return denied is null ? new RiskVerdict.Passed(new(intent)) : denied;
    }

    /// <summary>Whether an order, wholly filled, raises the absolute position of its own leg, unless it lowers |d|
    /// and is at most |d| + one lot.</summary>
    /// <remarks>Spot 1, perp 0: selling 1 perp is a hedge, selling 1.5 is new risk; selling 0.4 spot is a close; a
    /// purchase of either is new risk.</remarks>
    /// <param name="lot">Of the order's market. [base]</param>
    /// <param name="buyingFee">What a spot purchase loses of its quantity: a hedge is measured by what arrives.
    /// [1]</param>
    public static bool IsRiskIncreasing(OrderDraft draft, Legs legs, Quantity lot, Rate buyingFee)
    {
        var change = Change(draft, buyingFee);
        var held = legs.Of(draft.Market);
        var exposure = legs.ExposureFor(draft.Market);
        var raises = (held + change).Abs() > held.Abs();
        return raises && !Hedges(change, exposure, lot);
    }

    /// <summary>What an order, wholly filled, changes its leg by: a spot purchase pays its fee in the coin.
    /// [base]</summary>
    internal static Quantity Change(OrderDraft draft, Rate buyingFee) =>
        draft is { Market: Market.Spot, Side: Side.Buy }
            ? draft.Quantity * (1m - buyingFee.Value)
            : draft.Quantity * draft.Side.Sign();

    private static bool Hedges(Quantity change, Quantity exposure, Quantity lot) =>
        (exposure + change).Abs() < exposure.Abs() && change.Abs() <= exposure.Abs() + lot;
}
