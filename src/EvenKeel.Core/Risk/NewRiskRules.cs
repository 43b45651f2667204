using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Risk.RiskVerdict;

namespace EvenKeel.Risk;

/// <summary>What binds an order that raises risk, and no other.</summary>
internal static class NewRiskRules
{
    public static Denied? Check(OrderIntent intent, RiskContext context) =>
        Switches(intent.Draft, context) ?? Freshness(context) ?? Sizes(intent.Draft, context) ?? Counts(context)
        ?? Duplicate(intent, context) ?? LedgerRules.Ours(intent.Draft, context.Legs);

    private static Denied? Switches(OrderDraft draft, RiskContext context)
    {
        if (context.Mode.BlocksNewRisk)
        {
            return new(context.Mode.Name, $"{draft.Side} {draft.Quantity} {draft.Market}", "closes and hedges only");
        }

        if (draft.ReduceOnly)
        {
            var held = context.Legs.Of(draft.Market);
            return new("reduce-only", $"{draft.Side} at position {held}", "only what reduces it");
        }

        return context.Limits.Allowed is { } allowed && !allowed.Contains(draft.Symbol)
            ? new("allow-list", draft.Symbol.ToString(), string.Join(", ", allowed))
            : null;
    }

    private static Denied? Freshness(RiskContext context) =>
        Fresh("quotes", context.Quote?.At, context.Limits.QuoteAgeMax, context.Now)
        ?? Fresh("mark", context.Mark?.At, context.Limits.MarkAgeMax, context.Now)
        ?? Fresh("account", context.AccountAt, context.Limits.AccountAgeMax, context.Now);

    private static Denied? Fresh(string what, Instant? at, TimeSpan ageMax, Instant now)
    {
        var limit = $"at most {Settings.Duration.Show(ageMax)} old";
        return at is not { } known ? new("freshness", $"{what} unknown", limit)
            : now - known > ageMax ? new("freshness", $"{what} of {known} at {now}", limit)
            : null;
    }

    private static Denied? Sizes(OrderDraft draft, RiskContext context)
    {
        var limits = context.Limits;
        var mark = context.Mark!.Value.Value;
        if (draft.Limit is not { } limit)
        {
            return new("price", "none", "a limit price: what raises risk has a cap");
        }

        var distance = Math.Abs(limit.Value - mark.Value) / mark.Value;
        if (distance > limits.PriceCollar.Value)
        {
            return new("price collar", $"price {limit} at mark {mark}", $"within {limits.PriceCollar} of it");
        }

        var notional = Price.Max(limit, mark) * draft.Quantity;
        if (notional > limits.OrderNotionalMax)
        {
            return new("notional", notional.ToString(), $"at most {limits.OrderNotionalMax}");
        }

        var change = draft.Quantity * draft.Side.Sign();
        var position = mark * ((context.Whole ?? context.Legs.Of(draft.Market)) + change).Abs();
        return position > limits.PositionNotionalMax
            ? new("position cap", position.ToString(), $"at most {limits.PositionNotionalMax}")
            : null;
    }

    private static Denied? Counts(RiskContext context)
    {
        var limits = context.Limits;
        var rate = limits.OrdersPerSecondMax - limits.OrdersPerSecondReserve;
        return context.OpenOrders >= limits.OpenOrdersMax
            ? new("open orders", $"{context.OpenOrders} and this one", $"at most {limits.OpenOrdersMax}")
            : context.OrdersLastSecond >= rate
                ? new("message rate", $"{context.OrdersLastSecond} and this one within 1 s", $"at most {rate}")
                : null;
    }

    private static Denied? Duplicate(OrderIntent intent, RiskContext context)
    {
        foreach (var other in context.Journal.Intents)
        {
            var same = other.Id == intent.Id ? other.Draft != intent.Draft || other.Timestamp != intent.Timestamp
                : IsTwin(other, intent)
                    && (intent.Timestamp - other.Timestamp).Duration() < context.Limits.DuplicateWindow;
            if (same)
            {
                return new(
                    "duplicate", $"{intent.Id} repeats {other.Id} of {other.Timestamp}",
                    $"once in {Settings.Duration.Show(context.Limits.DuplicateWindow)}");
            }
        }

        return null;
    }

    // What traded nothing is no twin: to try it again is no second order.
    private static bool IsTwin(OrderIntent other, OrderIntent intent) =>
        (other.IsOpen || !other.Done.Quantity.IsZero)
        && other.Draft.Step == intent.Draft.Step && other.Draft.Market == intent.Draft.Market
        && other.Draft.Side == intent.Draft.Side
        && other.Draft.Quantity == intent.Draft.Quantity && other.Draft.Limit == intent.Draft.Limit;
}
