using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>What trading costs on both legs, as the venue states it for this account.</summary>
/// <param name="SpotTaker">Of what is bought, in the coin received. [1]</param>
/// <param name="PerpTaker">Of the notional, in quote. [1]</param>
public readonly record struct FeeRates(Rate SpotTaker, Rate SpotMaker, Rate PerpTaker, Rate PerpMaker);

/// <summary>What was asked for one pair, and the terms on which it is traded.</summary>
/// <param name="Ranked">Whether the choice of pairs wants it now: without that there is no entry.</param>
/// <param name="Notional">Worth of each leg that is wanted. [quote]</param>
/// <param name="Fees">Read from the venue at the start.</param>
/// <param name="Margin">Tiers for "what would the account's health be".</param>
public sealed record ArbPlan(
    Symbol Symbol, Instrument Spot, Instrument Perp, ArbSettings Settings, bool Ranked, Amount Notional, FeeRates Fees,
    MarginTerms Margin)
{
    public Instrument Of(Market market) => market == Market.Spot ? Spot : Perp;

    /// <summary>To the coarser of the two lots, down: what both legs can trade. [base]</summary>
    public Quantity RoundDown(Quantity quantity) =>
        (Spot.Lot >= Perp.Lot ? Spot : Perp).RoundDown(quantity);

    /// <summary>The least that both legs can trade at a price. [base]</summary>
    public Quantity TradableResidue(Price price) =>
        Quantity.Max(Spot.TradableResidue(price), Perp.TradableResidue(price));
}
