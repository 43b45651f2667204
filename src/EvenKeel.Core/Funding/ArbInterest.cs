using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>What a carry pays for what it borrows, per year and as a share of its notional.</summary>
internal static class ArbInterest
{
    private const decimal HoursPerYear = 8760m;

    /// <summary>What would be paid: negative carry borrows the whole coin, positive carry what own cash does not
    /// cover.</summary>
    /// <param name="notional">What would be bought, and what the share is a share of. [quote]</param>
    /// <returns>Null: the terms are unknown. [1/year]</returns>
    public static Rate? ToGrow(ArbPlan plan, MarketView view, CarryDirection direction, Amount notional) =>
        Of(plan, view, direction, Missing(view, notional), notional);

    /// <summary>What is paid while holding: the account's debt in quote counts against each positive carry in full, up
    /// to its notional.</summary>
    /// <param name="notional">What the share is a share of. [quote]</param>
    /// <returns>Null: the terms are unknown. [1/year]</returns>
    public static Rate? ToHold(ArbPlan plan, MarketView view, CarryDirection direction, Amount notional) =>
        Of(plan, view, direction, view.Account?.QuoteDebt ?? Amount.Zero, notional);

    /// <summary>Quote that own cash does not cover; zero while the account is unknown. [quote]</summary>
    public static Amount Missing(MarketView view, Amount toBuy) => view.Account is { } account
        ? Amount.Max(Amount.Zero, toBuy - account.QuoteFree)
        : Amount.Zero;

    private static Rate? Of(ArbPlan plan, MarketView view, CarryDirection direction, Amount borrowed, Amount notional)
    {
        if (direction == CarryDirection.Negative)
        {
            return view.Market.Borrow is { } terms ? terms.HourlyRate * HoursPerYear : null;
        }

        return borrowed == Amount.Zero || notional <= Amount.Zero ? Rate.Zero
            : plan.Settings.QuoteBorrowApr is { } apr ? apr * Math.Min(1m, borrowed.Value / notional.Value)
            : null;
    }
}
