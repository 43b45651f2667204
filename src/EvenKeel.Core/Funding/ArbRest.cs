using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>How long nothing has to be decided, for a carry whose answer now is to hold.</summary>
internal static class ArbRest
{
    private static readonly decimal[] s_moves = [0.5m, 0.3m, 0.2m, 0.1m, 0.05m, 0.02m, 0.01m, 0.001m];

    public static WakeRule Of(ArbPlan plan, ArbBook book, MarketView market, in ArbReading reading) =>
        ByTime(plan, book, market, reading) is not { } next ? WakeRule.Always
        : book.Direction is null ? new(next, default, WakeRule.Unbounded, PriceDecides(plan, market, reading))
        : Bounded(plan, market, reading, next);

    /// <summary>When time alone could change the answer; null: at any moment.</summary>
    public static Instant? ByTime(ArbPlan plan, ArbBook book, MarketView market, in ArbReading reading)
    {
        var next = reading.ChangesAt(plan, market);
        return book.Direction is null ? next
            : ArbSizeRules.Wanted(plan, book, reading).Pending ? null
            : ArbSizeRules.IsWarned(plan, book, market, reading) ? null
            : ArbSizeRules.IsCooling(plan, book, market)
                ? Instant.Earlier(next, book.Sized.ReducedAt!.Value + plan.Settings.ReduceCoolDown)
                : next;
    }

    private static bool PriceDecides(ArbPlan plan, MarketView view, in ArbReading reading)
    {
        foreach (var direction in ArbStrategy.Better(reading))
        {
            var growing = new Growing(direction, Quantity.Zero, plan.Notional, plan.Settings.CostFactor);
            if (ArbEntryRules.WhateverThePrice(plan, view, reading, growing) is null)
            {
                return true;
            }
        }

        return false;
    }

    private static WakeRule Bounded(ArbPlan plan, MarketView view, in ArbReading reading, Instant next)
    {
        if (view.Account is not { } account)
        {
            return new(next, default, WakeRule.Unbounded, false);
        }

        if (view.Market.Mark is not { } stated)
        {
            return account.LiquidationPrice is null ? new(next, default, WakeRule.Unbounded, false) : WakeRule.Always;
        }

        var mark = stated.Value;
        var (low, high) = (default(Price), WakeRule.Unbounded);
        if (account.LiquidationPrice is { Value: > 0m } liquidation)
        {
            (low, high) = liquidation > mark
                ? (low, new Price(liquidation.Value / (1m + plan.Settings.LiquidationDistance.Value)))
                : (liquidation * (1m / (1m - Math.Min(0.99m, plan.Settings.LiquidationDistance.Value))), high);
        }

        if (reading.Health is { } health)
        {
            var limit = health < plan.Settings.HealthReduce ? plan.Settings.HealthExit : plan.Settings.HealthReduce;
            high = Price.Min(high, mark * (1m + Room(plan, view, mark, limit, 1m)));
            low = Price.Max(low, mark * (1m - Room(plan, view, mark, limit, -1m)));
        }

        return new(next, low, high, false);
    }

    /// <summary>How far the price may move until health could have reached a limit; at least a tenth of a
    /// percent.</summary>
    private static decimal Room(ArbPlan plan, MarketView view, Price mark, Rate limit, decimal sign)
    {
        var account = view.Account!;
        var coin = account.BaseBalance - account.BaseDebt;
        // Health falls all the way as the price moves against us: the farthest move that it bears bounds the rest.
        foreach (var move in s_moves)
        {
            var health = MarginSimulator.AfterMove(
                ArbEntryRules.Read(account), plan.Margin, coin, account.Position, mark, mark * (1m + (sign * move)));
            if (health is { } known && known >= limit)
            {
                return move;
            }
        }

        return s_moves[^1];
    }
}
