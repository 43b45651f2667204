using EvenKeel.Markets;
using EvenKeel.Risk;

namespace EvenKeel.Funding;

/// <summary>What strategy and gate see of a carry's ledger and journal.</summary>
internal static class ArbViews
{
    /// <summary>The carry as its strategy sees it.</summary>
    public static ArbBook ToArb(this CarryBook book, Carry carry)
    {
        var direction = carry.Phase switch
        {
            CarryPhase.Flat => (CarryDirection?)null,
            CarryPhase.Entering e => e.Order.Direction,
            CarryPhase.Holding h => h.Direction,
            CarryPhase.Leaving => DirectionOf(book),
            _ => throw new ArgumentOutOfRangeException(nameof(carry)),
        };
        return new(
            book.Ledger.Base, book.Ledger.Perp, book.Journal.InFlight(Market.Spot),
            book.Journal.InFlight(Market.Linear), direction, carry.Sized);
    }

    /// <summary>Both legs as the gate sees them.</summary>
    public static Legs ToLegs(this CarryBook book)
    {
        var hourly = book.View?.Market.Borrow?.HourlyRate ?? book.Plan.Settings.BorrowHourlyMax;
        var owed = book.Ledger.Debt.IsZero
            ? Quantity.Zero
            : Quantity.Max(book.Ledger.Debt, -book.Ledger.Base) * (1m + hourly.Value);
        return new(
            book.Ledger.Base, book.Ledger.Perp, book.Journal.InFlight(Market.Spot),
            book.Journal.InFlight(Market.Linear), owed);
    }

    /// <summary>What the gate looks at for an order on one market. Without a look nothing is known but the
    /// ledger.</summary>
    public static RiskContext ToRisk(this CarryBook book, RiskLimits limits, Market market)
    {
        var second = book.Journal.SignedWithin(TimeSpan.FromSeconds(1), book.Now);
        return new(
            book.On(market), book.ToLegs(), book.View?.Market.Mark, book.Quote(market), book.View?.Account?.At,
            book.Plan.Fees.SpotTaker, book.View?.Mode ?? RiskMode.Unknown, limits, book.Journal.Open.Count(), second,
            book.Journal, book.Now);
    }

    private static CarryDirection? DirectionOf(CarryBook book) => book.Ledger.Perp.Sign switch
    {
        < 0 => CarryDirection.Positive,
        > 0 => CarryDirection.Negative,
        _ => null,
    };
}
