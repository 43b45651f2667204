using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Margin;

/// <summary>One step of margin by the worth of a position; steps ascend.</summary>
/// <param name="ValueMax">Up to this worth, inclusive; the last step goes on beyond it. [quote]</param>
/// <param name="InitialRate">Initial margin of the whole position. [1]</param>
/// <param name="MaintenanceRate">Maintenance margin of the whole position, before the deduction. [1]</param>
/// <param name="Deduction">Subtracted from maintenance, so that it does not jump between steps. [quote]</param>
public readonly record struct MarginTier(Amount ValueMax, Rate InitialRate, Rate MaintenanceRate, Amount Deduction);

/// <summary>One step of what a coin counts as collateral; steps ascend, each covers only its own part.</summary>
/// <param name="QuantityMax">Up to this much of the coin; what exceeds the last step counts nothing. [coin]</param>
/// <param name="Ratio">Share of its worth that counts. [0, 1]</param>
public readonly record struct CollateralTier(Quantity QuantityMax, Rate Ratio);

/// <summary>The margin rules of one pair. An empty list is unknown, and unknown refuses new risk.</summary>
/// <param name="Perp">Tiers of the perpetual.</param>
/// <param name="Collateral">Of the base coin.</param>
/// <param name="Debt">Margin on a debt in the base coin; only negative carry needs it.</param>
/// <param name="ClosingFee">Of the notional; part of a perpetual's margin. [1]</param>
public sealed record MarginTerms(
    ImmutableArray<MarginTier> Perp, ImmutableArray<CollateralTier> Collateral, ImmutableArray<MarginTier> Debt,
    Rate ClosingFee);
