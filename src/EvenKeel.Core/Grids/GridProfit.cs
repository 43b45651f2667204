using EvenKeel.Accounting;
using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>What a grid has earned, and from what: profit = matched + unrealised − fees + funding − interest,
/// exactly.</summary>
/// <param name="Matched">By what was bought and sold again, or sold and bought back, before fees. [quote]</param>
/// <param name="Unrealised">What is held at the price, less what it cost. [quote]</param>
/// <param name="Fees">Cost. [quote]</param>
/// <param name="Funding">Received less paid. [quote]</param>
/// <param name="Interest">Cost: of quote coin that was borrowed. [quote]</param>
public sealed record GridProfit(Amount Matched, Amount Unrealised, Amount Fees, Amount Funding, Amount Interest)
{
    /// <summary>The sum of them; negative: a loss. [quote]</summary>
    public Amount Profit => Matched + Unrealised - Fees + Funding - Interest;

    /// <summary>Of a grid at a price. It equals the ledger's cash + position × price to the last digit, by another
    /// road.</summary>
    /// <param name="matched">By orders that are over. [quote]</param>
    public static GridProfit Of(SlotBook slots, Amount matched, Ledger ledger, Price price) => new(
        matched + slots.Matched, (price * slots.Held) - slots.Cost, ledger.Fees, ledger.Funding, ledger.Interest);

    /// <summary>What one coin earns from rung to rung after both fees; negative: they eat it up. Bought at 100, sold at
    /// 101, maker 0.1 % → 1 − 0.1 − 0.101 = 0.799. [quote/base]</summary>
    public static Price OfRung(GridPlan plan, Price buy, Price sell) =>
        new(sell.Value - buy.Value - (plan.Maker.Value * (buy.Value + sell.Value)));

    /// <summary>Whether a rung at a price earns both fees and MinProfit.</summary>
    public static bool Earns(GridPlan plan, Ladder ladder, Price price) =>
        OfRung(plan, price, price + ladder.SpacingAt(price)).Value >= price.Value * plan.Settings.MinProfit.Value;

    /// <summary>The least step that earns both fees and MinProfit above a price, up to the tick: price × (MinProfit + 2
    /// × fee) ÷ (1 − fee). 100, MinProfit 0.05 %, fee 0.1 %, tick 0.01 → 0.26. [quote/base]</summary>
    public static Price LeastStep(GridPlan plan, Price price)
    {
        var fee = plan.Maker.Value;
        return plan.On.RoundUp(price * ((plan.Settings.MinProfit.Value + (2m * fee)) / (1m - fee)));
    }
}
