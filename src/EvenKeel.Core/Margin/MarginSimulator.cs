using EvenKeel.Markets;

namespace EvenKeel.Margin;

/// <summary>What if: the account's health after a trade on both legs, or after a move of the price.</summary>
/// <remarks>Only the pair's own part changes, the rest of the account stays as it was read. Spot bought moves value
/// from quote, which counts in full, to the coin at its ratio; a spot short adds a debt; a perpetual adds no
/// equity.</remarks>
public static class MarginSimulator
{
    /// <summary>Health after a trade; null: something that it needs is unknown. [0, 1]</summary>
    /// <param name="account">As it was read.</param>
    /// <param name="coin">Base coin held less owed in the account, whoever's it is. [base]</param>
    /// <param name="position">Signed perpetual position. [base]</param>
    /// <param name="spotChange">Bought is positive. [base]</param>
    /// <param name="perpChange">Bought is positive. [base]</param>
    /// <param name="fees">What the trade costs, positive. [quote]</param>
    public static Rate? AfterTrade(
        AccountMargin account, MarginTerms terms, Quantity coin, Quantity position, Quantity spotChange,
        Quantity perpChange, Price spot, Price mark, Amount fees)
    {
        if (coin + spotChange < Quantity.Zero && terms.Debt.IsDefaultOrEmpty)
        {
            return null;
        }

        var equity = account.AdjustedEquity - (spot * spotChange) - fees
            + (Counted(coin + spotChange, spot, terms) - Counted(coin, spot, terms));
        var margin = account.MaintenanceMargin + Bound(coin + spotChange, position + perpChange, spot, mark, terms)
            - Bound(coin, position, spot, mark, terms);
        return equity is null || margin is null ? null : MarginModel.Health(equity, margin);
    }

    /// <summary>Health after coin and perpetual have moved from one price to another; null is unknown. [0, 1]</summary>
    public static Rate? AfterMove(
        AccountMargin account, MarginTerms terms, Quantity coin, Quantity position, Price from, Price to)
    {
        var equity = account.AdjustedEquity + (Counted(coin, to, terms) - Counted(coin, from, terms))
            + (to * position) - (from * position);
        var margin = account.MaintenanceMargin
            + (Bound(coin, position, to, to, terms) - Bound(coin, position, from, from, terms));
        return equity is null || margin is null ? null : MarginModel.Health(equity, margin);
    }

    private static Amount? Counted(Quantity coin, Price price, MarginTerms terms) =>
        MarginModel.Collateral(coin, price, terms.Collateral);

    private static Amount? Bound(Quantity coin, Quantity position, Price spot, Price mark, MarginTerms terms) =>
        MarginModel.Maintenance(position, mark, terms.Perp, terms.ClosingFee)
        + MarginModel.DebtMargin(coin, spot, terms.Debt, initial: false);
}
