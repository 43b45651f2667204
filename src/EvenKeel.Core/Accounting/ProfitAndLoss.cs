using EvenKeel.Markets;

namespace EvenKeel.Accounting;

/// <summary>What was earned, and from what: profit = funding + basis − fees − slippage − interest, exactly.</summary>
/// <remarks>Costs are positive under a name that says cost. Basis is what the trades at their mids gained or lost
/// against what is held now at its marks; it is computed by itself, never as the remainder.</remarks>
/// <param name="Funding">Received less paid. [quote]</param>
/// <param name="Basis">Σ trades at mid + holdings at marks. [quote]</param>
/// <param name="Fees">Cost. [quote]</param>
/// <param name="Slippage">Cost against the mids at the decisions. [quote]</param>
/// <param name="Interest">Cost. [quote]</param>
public sealed record ProfitAndLoss(Amount Funding, Amount Basis, Amount Fees, Amount Slippage, Amount Interest)
{
    public Amount Profit => Funding + Basis - Fees - Slippage - Interest;

    public static ProfitAndLoss Zero => new(Amount.Zero, Amount.Zero, Amount.Zero, Amount.Zero, Amount.Zero);

    public static ProfitAndLoss operator +(ProfitAndLoss a, ProfitAndLoss b) => new(
        a.Funding + b.Funding, a.Basis + b.Basis, a.Fees + b.Fees, a.Slippage + b.Slippage, a.Interest + b.Interest);

    /// <summary>Of one ledger, with what it holds valued at the marks given. A ledger that holds none of a leg
    /// needs no mark for it.</summary>
    public static ProfitAndLoss Of(Ledger ledger, Price spot, Price mark) => new(
        ledger.Funding, ledger.AtMid + (spot * ledger.Base) + (mark * ledger.Perp), ledger.Fees, ledger.Slippage,
        ledger.Interest);

    /// <summary>What the ledger's flows and holdings are worth: Cash + Base × S + Perp × P. Equals
    /// <see cref="Profit"/> to the last digit, by another road. [quote]</summary>
    public static Amount Worth(Ledger ledger, Price spot, Price mark) =>
        ledger.Cash + (spot * ledger.Base) + (mark * ledger.Perp);
}
