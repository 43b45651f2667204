using EvenKeel.Orders;

namespace EvenKeel.Risk;

/// <summary>The gate's answer on one order.</summary>
public abstract record RiskVerdict
{
    private RiskVerdict()
    {
    }

    public sealed record Passed(Approved<OrderIntent> Order) : RiskVerdict;

    /// <param name="Rule">Which rule, e.g. "price collar".</param>
    /// <param name="Value">What the order, or the input, says.</param>
    /// <param name="Limit">What the rule allows.</param>
    public sealed record Denied(string Rule, string Value, string Limit) : RiskVerdict
    {
        public override string ToString() => $"{Rule}: {Value}, allowed {Limit}";
    }
}
