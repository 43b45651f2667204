using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>The size that a carry should have now.</summary>
/// <param name="Pending">Plan and sizing differ, so that a price can make it act.</param>
/// <param name="Acts">The difference is worth acting on at the present price.</param>
/// <param name="Unfinished">What was decided was never reached.</param>
internal readonly record struct SizeWanted(bool Pending, bool Acts, bool Unfinished, Quantity Size, string Because);

/// <summary>How large a carry should be, and when a warning halves it.</summary>
internal static class ArbSizeRules
{
    /// <summary>The size that the plan asks for now, and whether it is far enough from what is held to act.</summary>
    /// <remarks>Only a plan that moved, or a size that was never reached, asks for a change: a price that moves does
    /// not, since each trade of it would cost more than it brings.</remarks>
    public static SizeWanted Wanted(ArbPlan plan, ArbBook book, in ArbReading reading)
    {
        var (sized, band) = (book.Sized, plan.Settings.Hysteresis.Value);
        if (reading.Price is not { } price)
        {
            return default;
        }

        if ((plan.Notional - sized.For).Abs() > sized.For * band)
        {
            var size = plan.RoundDown(new(plan.Notional.Value / price.Value));
            var change = size - book.Size;
            var moved = plan.Notional > sized.For ? 1 : -1;
            return change.Abs() > book.Size * band && change.Sign == moved
                ? new(true, true, false, size, $"the plan is {plan.Notional} quote, was {sized.For}: wanted {size}")
                : new(true, false, false, size, "near enough");
        }

        return book.Size < sized.Size * (1m - band)
            ? new(true, true, true, sized.Size, $"{book.Size} of {sized.Size} reached")
            : default;
    }

    /// <summary>Health asks for less, and the last warning is long enough ago.</summary>
    public static bool IsWarned(ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading) =>
        reading.Health is { } health && health < plan.Settings.HealthReduce && !IsCooling(plan, book, view);

    /// <summary>Too little is held to trade any of it.</summary>
    public static bool IsDust(ArbPlan plan, ArbBook book, in ArbReading reading) => book.Size < Least(plan, reading);

    /// <summary>A warning has reduced it, less than a cool-down ago.</summary>
    public static bool IsCooling(ArbPlan plan, ArbBook book, MarketView view) =>
        book.Sized.ReducedAt is { } reduced && view.Now - reduced < plan.Settings.ReduceCoolDown;

    /// <summary>The least that both legs can trade; their lots while no price is known. [base]</summary>
    public static Quantity Least(ArbPlan plan, in ArbReading reading) => reading.Price is { } price
        ? plan.TradableResidue(price)
        : Quantity.Max(plan.Spot.Lot, plan.Perp.Lot);
}
