using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>What a carry pays for what it borrows, per year and as a share of its notional.</summary>
internal static class ArbInterest
{
    private const decimal HoursPerYear = 8760m;

    /// <summary>Negative carry borrows the whole coin; positive carry the part of its notional that exceeds free
    /// quote.</summary>
    /// <param name="toBuy">Quote that would be spent from what is free now; zero while holding. [quote]</param>
    /// <param name="notional">What the share is a share of. [quote]</param>
    /// <returns>Null: the terms are unknown. [1/year]</returns>
    public static Rate? Of(ArbPlan plan, MarketView view, CarryDirection direction, Amount toBuy, Amount notional)
    {
        if (direction == CarryDirection.Negative)
        {
            return view.Market.Borrow is { } terms ? terms.HourlyRate * HoursPerYear : null;
        }

        var missing = Missing(view, toBuy);
        return missing == Amount.Zero || notional <= Amount.Zero ? Rate.Zero
            : plan.Settings.QuoteBorrowApr is { } apr ? apr * Math.Min(1m, missing.Value / notional.Value)
            : null;
    }

    /// <summary>Quote that own cash does not cover; zero while the account is unknown. [quote]</summary>
    public static Amount Missing(MarketView view, Amount toBuy) => view.Account is { } account
        ? Amount.Max(Amount.Zero, toBuy - account.QuoteFree)
        : Amount.Zero;
}
