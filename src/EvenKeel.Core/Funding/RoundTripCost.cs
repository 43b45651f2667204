using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>What entering and leaving is expected to cost, as shares of one leg's notional.</summary>
/// <param name="Fees">Both legs, in and out. [1]</param>
/// <param name="Slippage">Half a spread and the walk into the book, both legs, in and out. [1]</param>
/// <param name="Basis">What the basis is expected to take back by closing in on zero; never a gain. [1]</param>
public readonly record struct RoundTripCost(Rate Fees, Rate Slippage, Rate Basis)
{
    /// <summary>0.31 % fees + 0.02 % slippage + 0.04 % basis = 0.37 %. [1]</summary>
    public Rate Total => Fees + Slippage + Basis;

    /// <summary>Fees alone: no book and no basis makes it cheaper. Takers at 0.1 % and 0.055 % pay 0.31 %.
    /// [1]</summary>
    /// <remarks>A patient entry expects its leading leg to be a maker on the way in; the way out always
    /// takes.</remarks>
    public static Rate FeesOnly(ArbPlan plan)
    {
        var fees = plan.Fees;
        var patient = plan.Settings.Style == EntryStyle.Patient;
        var spotIn = patient && plan.Settings.Lead == Market.Spot ? fees.SpotMaker : fees.SpotTaker;
        var perpIn = patient && plan.Settings.Lead == Market.Linear ? fees.PerpMaker : fees.PerpTaker;
        return spotIn + perpIn + fees.SpotTaker + fees.PerpTaker;
    }

    /// <summary>Of an entry at the prices given.</summary>
    /// <remarks>A book that is filled evenly up to the price cap gives size ÷ depth of that cap at most, half of it on
    /// average: a slice of a tenth of the depth at a cap of 10 bp costs 0.5 bp on each of four ways. Entering positive
    /// carry at a basis of −4 bp gives up 4 bp; at +4 bp, nothing.</remarks>
    /// <param name="slice">What is sent at once. [base]</param>
    /// <param name="depth">What the book holds within the price cap. [base]</param>
    public static RoundTripCost Of(
        ArbPlan plan, CarryDirection direction, Quantity slice, TopOfBook spot, TopOfBook perp, Quantity depth)
    {
        var walk = depth <= Quantity.Zero ? 1m : Math.Min(1m, slice.Value / depth.Value);
        var slippage = Spread(spot) + Spread(perp) + (plan.Settings.NormalCap * (2m * walk));
        var given = FundingMath.Basis(spot.Mid, perp.Mid) * -direction.Sign();
        return new(FeesOnly(plan), slippage, Rate.Max(Rate.Zero, given));
    }

    private static Rate Spread(TopOfBook book) => new((book.Ask.Value - book.Bid.Value) / book.Mid.Value);
}
