using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>When a grid closes all that it holds and stops.</summary>
internal static class GridEnds
{
    /// <summary>Why it ends now, with the numbers; null: it goes on.</summary>
    public static string? Check(GridPlan plan, GridBook book, MarketView view, Price price)
    {
        if (view.Mode.Flatten)
        {
            return "a person asked for flat";
        }

        var profit = book.ProfitAt(plan.Market, price);
        var settings = plan.Settings;
        if (settings.StopLoss is { } loss && profit < -(plan.InventoryMax * loss))
        {
            return $"stop-loss: {Digits.Of(profit.Value)} of {plan.InventoryMax} at {price}, StopLoss {loss}";
        }

        if (settings.TakeProfit is { } gain && profit > plan.InventoryMax * gain)
        {
            return $"take-profit: {Digits.Of(profit.Value)} of {plan.InventoryMax} at {price}, TakeProfit {gain}";
        }

        return settings.OutOfRange == OutOfRange.Close && book.Ladder.IsLeftBy(price)
            ? $"{price} is out of range {book.Ladder.Lower} to {book.Ladder.Upper}"
            : null;
    }
}
