using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Margin;

/// <summary>A coin in the account.</summary>
/// <param name="Equity">Held less owed; negative is a debt. [coin]</param>
/// <param name="Price">In quote; null is unknown, and so is then all that depends on it. The quote coin itself:
/// 1.</param>
/// <param name="Debt">Margin tiers on a debt in this coin; empty where a debt bears none.</param>
public readonly record struct CoinHolding(
    Quantity Equity, Price? Price, ImmutableArray<CollateralTier> Collateral, ImmutableArray<MarginTier> Debt);

/// <summary>A perpetual position in the account.</summary>
/// <param name="Position">Signed: short is negative. [base]</param>
/// <param name="Entry">What unrealised profit is measured from. [quote/base]</param>
/// <param name="Mark">Null is unknown. [quote/base]</param>
/// <param name="ClosingFee">Of the notional; part of the maintenance margin. [1]</param>
public readonly record struct PerpHolding(
    Quantity Position, Price Entry, Price? Mark, ImmutableArray<MarginTier> Tiers, Rate ClosingFee);

/// <summary>What an account is worth and what it is bound by; null is unknown, never zero. [quote]</summary>
/// <param name="Equity">Coins at their prices, debts subtracted, with the perpetuals' unrealised profit.</param>
/// <param name="AdjustedEquity">The same with each coin at its collateral ratio; debts and profit count in
/// full.</param>
/// <param name="InitialMargin">What new positions have to fit beside.</param>
/// <param name="MaintenanceMargin">At adjusted equity below this the venue liquidates.</param>
public readonly record struct AccountMargin(
    Amount? Equity, Amount? AdjustedEquity, Amount? InitialMargin, Amount? MaintenanceMargin)
{
    /// <summary>1 is untouched, 0 is liquidation with a sixth to spare; null is unknown. [0, 1]</summary>
    public Rate? Health => MarginModel.Health(AdjustedEquity, MaintenanceMargin);

    /// <summary>Initial margin ÷ adjusted equity: the venue's account IM rate; null is unknown. [1]</summary>
    public Rate? Use => InitialMargin is { } bound && AdjustedEquity is { Value: > 0m } equity
        ? new Rate(bound.Value / equity.Value)
        : null;
}

/// <summary>The only margin arithmetic: a unified account of coins at collateral ratios and perpetuals at
/// tiers.</summary>
public static class MarginModel
{
    private const decimal Buffer = 1.2m;

    /// <summary>clamp(1 − 1.2 × maintenance ÷ adjusted equity, 0, 1). 10 000 and 1 000 → 0.88. [0, 1]</summary>
    /// <remarks>Adjusted equity at or below zero is 0 whatever the margin; no margin at equity above zero is 1;
    /// anything else that is missing makes it unknown.</remarks>
    public static Rate? Health(Amount? adjustedEquity, Amount? maintenance)
    {
        if (adjustedEquity is { Value: <= 0m })
        {
            return Rate.Zero;
        }

        return adjustedEquity is { } equity && maintenance is { } margin
            ? new Rate(Math.Clamp(1m - (Buffer * margin.Value / equity.Value), 0m, 1m))
            : null;
    }

    /// <summary>All coins and perpetuals of one account.</summary>
    public static AccountMargin Of(ReadOnlySpan<CoinHolding> coins, ReadOnlySpan<PerpHolding> perps)
    {
        Amount? equity = Amount.Zero, adjusted = Amount.Zero, initial = Amount.Zero, maintenance = Amount.Zero;
        foreach (var coin in coins)
        {
            equity = Sum(equity, Worth(coin.Equity, coin.Price));
            adjusted = Sum(adjusted, Collateral(coin.Equity, coin.Price, coin.Collateral));
            initial = Sum(initial, DebtMargin(coin.Equity, coin.Price, coin.Debt, initial: true));
            maintenance = Sum(maintenance, DebtMargin(coin.Equity, coin.Price, coin.Debt, initial: false));
        }

        foreach (var perp in perps)
        {
            var profit = Worth(perp.Position, perp.Mark) - (perp.Entry * perp.Position);
            equity = Sum(equity, profit);
            adjusted = Sum(adjusted, profit);
            initial = Sum(initial, Initial(perp.Position, perp.Mark, perp.Tiers));
            maintenance = Sum(maintenance, Maintenance(perp.Position, perp.Mark, perp.Tiers, perp.ClosingFee));
        }

        return new(equity, adjusted, initial, maintenance);
    }

    /// <summary>What a coin counts as collateral; a debt counts in full, with its sign. [quote]</summary>
    /// <remarks>Tiers of 0.95 up to 2 and 0.9 up to 10, 3 held at 100 → 100 × (2 × 0.95 + 1 × 0.9) = 280; 3 owed →
    /// −300.</remarks>
    public static Amount? Collateral(Quantity equity, Price? price, ImmutableArray<CollateralTier> tiers)
    {
        if (equity <= Quantity.Zero || price is not { } known)
        {
            return Worth(equity, price);
        }

        if (tiers.IsDefaultOrEmpty)
        {
            return null;
        }

        var (counted, from) = (0m, Quantity.Zero);
        foreach (var tier in tiers)
        {
            var inside = Quantity.Min(equity, tier.QuantityMax) - from;
            if (inside <= Quantity.Zero)
            {
                break;
            }

            counted += inside.Value * tier.Ratio.Value;
            from = tier.QuantityMax;
        }

        return known * new Quantity(counted);
    }

    /// <summary>|position| × mark × rate − deduction + the fee to close. 2 at 50 000, 0.5 %, no deduction, fee 0.055
    /// % → 555. [quote]</summary>
    public static Amount? Maintenance(Quantity position, Price? mark, ImmutableArray<MarginTier> tiers, Rate closingFee)
    {
        if (Tier(position, mark, tiers) is not { } found)
        {
            return position.IsZero ? Amount.Zero : null;
        }

        var (worth, tier) = found;
        return Amount.Max(Amount.Zero, (worth * tier.MaintenanceRate) - tier.Deduction + (worth * closingFee));
    }

    /// <summary>|position| × mark × the initial rate of its tier. 2 at 50 000 and 10 % → 10 000. [quote]</summary>
    public static Amount? Initial(Quantity position, Price? mark, ImmutableArray<MarginTier> tiers) =>
        Tier(position, mark, tiers) is { } found ? found.Worth * found.Tier.InitialRate
            : position.IsZero ? Amount.Zero : null;

    /// <summary>Margin on a debt; none where the coin's debts bear none, or where nothing is owed. [quote]</summary>
    public static Amount? DebtMargin(Quantity equity, Price? price, ImmutableArray<MarginTier> tiers, bool initial) =>
        equity >= Quantity.Zero || tiers.IsDefaultOrEmpty ? Amount.Zero
            : initial ? Initial(equity, price, tiers)
            : Maintenance(equity, price, tiers, Rate.Zero);

    private static (Amount Worth, MarginTier Tier)? Tier(
        Quantity position, Price? mark, ImmutableArray<MarginTier> tiers)
    {
        if (position.IsZero || mark is not { } known || tiers.IsDefaultOrEmpty)
        {
            return null;
        }

        var worth = known * position.Abs();
        foreach (var tier in tiers)
        {
            if (worth <= tier.ValueMax)
            {
                return (worth, tier);
            }
        }

        return (worth, tiers[^1]);
    }

    private static Amount? Worth(Quantity quantity, Price? price) =>
        quantity.IsZero ? Amount.Zero : price is { } known ? known * quantity : null;

    private static Amount? Sum(Amount? a, Amount? b) => a is { } x && b is { } y ? x + y : null;
}
