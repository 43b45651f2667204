using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Risk.RiskVerdict;

namespace EvenKeel.Risk;

/// <summary>What the venue would refuse anyway, and what can never be meant.</summary>
internal static class ShapeRules
{
    public static Denied? Check(OrderDraft draft, RiskContext context)
    {
        var instrument = context.Instrument;
        if (draft.Market != instrument.Market || draft.Symbol != instrument.Symbol)
        {
            return new("instrument", $"{draft.Symbol} {draft.Market}", $"{instrument.Symbol} {instrument.Market}");
        }

        return Quantities(draft, instrument, context) ?? Flags(draft);
    }

    private static Denied? Quantities(OrderDraft draft, Instrument instrument, RiskContext context)
    {
        var quantity = draft.Quantity;
        if (quantity <= Quantity.Zero || instrument.RoundDown(quantity) != quantity)
        {
            return new("lot", $"quantity {quantity}", $"a multiple of {instrument.Lot} above zero");
        }

        if (quantity < instrument.QuantityMin)
        {
            return new("minimum quantity", quantity.ToString(), $"at least {instrument.QuantityMin}");
        }

        if (draft.Limit is { } limit && (limit.Value <= 0m || instrument.RoundDown(limit) != limit))
        {
            return new("tick", $"price {limit}", $"a multiple of {instrument.Tick} above zero");
        }

        // A market order is weighed at whatever price is known; with none at all the venue's own check has to do.
        var price = draft.Limit ?? context.Mark?.Value ?? context.Quote?.Mid;
        return price is { } known && known * quantity < instrument.NotionalMin
            ? new("minimum notional", (known * quantity).ToString(), $"at least {instrument.NotionalMin}")
            : null;
    }

    private static Denied? Flags(OrderDraft draft)
    {
        if (draft is { ReduceOnly: true, Market: Market.Spot })
        {
            return new("reduce-only", "on spot", "perpetuals only: spot has no reduce-only");
        }

        if (draft.OnMargin && (draft.Market != Market.Spot || draft.Side != Side.Sell))
        {
            return new("margin flag", $"{draft.Market} {draft.Side}", "spot sales only");
        }

        return draft is { Limit: null, TimeInForce: TimeInForce.GoodTillCancel or TimeInForce.PostOnly }
            ? new("price", "none", $"a limit price for {draft.TimeInForce}")
            : null;
    }
}
