using System.Collections.Immutable;
using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>One pair: its legs (null: not traded here), its margin and the borrowing of its coin (null:
/// none).</summary>
public sealed record PairTerms(
    Symbol Symbol, Coin Base, LegTerms? Spot, LegTerms? Linear, Sourced<ImmutableArray<MarginTier>> Perp,
    Sourced<ImmutableArray<CollateralTier>> Collateral, Sourced<ImmutableArray<MarginTier>> Debt,
    Sourced<BorrowTerms>? Borrow)
{
    public LegTerms? Of(Market market) => market == Market.Spot ? Spot : Linear;
}
