using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Risk.RiskVerdict;

namespace EvenKeel.Risk;

/// <summary>Side and size of a close or a hedge against the ledger: the only bounds that it has.</summary>
internal static class LedgerRules
{
    public static Denied? Check(OrderDraft draft, RiskContext context)
    {
        var legs = context.Legs;
        var lot = context.Instrument.Lot;
        var held = legs.Of(draft.Market);
        var exposure = legs.ExposureFor(draft.Market);
        var closes = held.Sign == -draft.Side.Sign();
        var hedges = exposure.Sign == -draft.Side.Sign();
        if (draft.ReduceOnly && !closes)
        {
            return new("side", $"reduce-only {draft.Side} at position {held}", "the side that reduces it");
        }

        var closable = closes ? Closable(draft, held, context) : Quantity.Zero;
        var hedgeable = hedges && !draft.ReduceOnly ? exposure.Abs() + lot : Quantity.Zero;
        var most = Quantity.Max(closable, hedgeable);
        return RiskGate.Change(draft, context.BuyingFee).Abs() > most
            ? new("size", $"{draft.Side} {draft.Quantity} at position {held}, exposure {exposure}", $"at most {most}")
            : Ours(draft, legs);
    }

    /// <summary>A spot sale without the margin flag sells coins: only those that the ledger holds are ours.</summary>
    public static Denied? Ours(OrderDraft draft, Legs legs)
    {
        var ours = legs.Of(Market.Spot);
        return draft is { Market: Market.Spot, Side: Side.Sell, OnMargin: false } && draft.Quantity > ours
            ? new("ownership", $"selling {draft.Quantity}", $"what the ledger holds: {ours}")
            : null;
    }

    private static Quantity Closable(OrderDraft draft, Quantity held, RiskContext context)
    {
        var lot = context.Instrument.Lot;
        if (draft.Market == Market.Linear || draft.Side == Side.Sell)
        {
            return draft.ReduceOnly ? held.Abs() : held.Abs() + lot;
        }

        var owed = Quantity.Max(held.Abs(), context.Legs.Owed);
        return owed + lot;
    }
}
