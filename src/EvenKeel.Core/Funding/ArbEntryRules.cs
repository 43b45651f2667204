using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;
using static EvenKeel.Funding.ArbWords;

namespace EvenKeel.Funding;

/// <summary>Why more of a carry is not taken on now.</summary>
/// <param name="Missing">An input is not there at all: a person should know.</param>
internal readonly record struct EntryRefusal(string Because, bool Missing = false);

/// <summary>What is weighed: so much more, in this direction.</summary>
/// <param name="Growth">What is to be added to each leg, unsigned. [base]</param>
/// <param name="Notional">What the growth is worth. [quote]</param>
/// <param name="CostFactor">How many times its cost it must earn. [1]</param>
internal readonly record struct Growing(CarryDirection Direction, Quantity Growth, Amount Notional, decimal CostFactor);

/// <summary>Everything that must hold before a carry is entered or grown; the first thing that does not is the
/// answer.</summary>
internal static class ArbEntryRules
{
    /// <summary>Null: nothing is in the way.</summary>
    public static EntryRefusal? Check(ArbPlan plan, MarketView view, in ArbReading reading, in Growing growing) =>
        WhateverThePrice(plan, view, reading, growing) ?? Inputs(plan, view, reading)
        ?? Worth(plan, view, reading, growing) ?? Affordable(plan, view, growing);

    /// <summary>The rules that no move of a price can change: while one of them refuses, ticks need not be looked
    /// at.</summary>
    public static EntryRefusal? WhateverThePrice(
        ArbPlan plan, MarketView view, in ArbReading reading, in Growing growing)
    {
        var (settings, direction) = (plan.Settings, growing.Direction);
        if (view.Mode.BlocksNewRisk)
        {
            return new($"no new risk: {view.Mode.Name}");
        }

        if (!plan.Ranked)
        {
            return new("not among the chosen pairs");
        }

        if (view.Market.DelistedFrom is { } end)
        {
            return new($"delisted from {end}");
        }

        if (direction == CarryDirection.Negative && !settings.NegativeCarry)
        {
            return new("negative carry is switched off");
        }

        var toxic = direction == CarryDirection.Positive ? view.Basis.ToxicPositive : view.Basis.ToxicNegative;
        return toxic >= settings.ToxicWindows
            ? new($"toxic basis for {direction.Name()}: median {Points(view.Basis.Median)}, {toxic} windows in a row")
            : Carry(plan, view, reading, growing);
    }

    private static EntryRefusal? Carry(ArbPlan plan, MarketView view, in ArbReading reading, in Growing growing)
    {
        if (view.Market.Interval is null || reading.Lesser(growing.Direction) is not { } rate)
        {
            var what = view.Market.Interval is null ? "funding interval"
                : reading.Mean is null ? "mean rate" : "predicted rate";
            return new($"{what} unknown", Missing: true);
        }

        var seen = $"lesser of mean {Percent(reading.Mean)} and predicted {Percent(reading.Predicted)} a year";
        if (rate < plan.Settings.MinApr)
        {
            return new(
                $"{growing.Direction.Name()} pays {Percent(rate)} ({seen}), MinApr {Percent(plan.Settings.MinApr)}");
        }

        if (ArbInterest.ToGrow(plan, view, growing.Direction, growing.Notional) is not { } interest)
        {
            return growing.Direction == CarryDirection.Negative
                ? new("borrow terms unknown", Missing: true)
                : new(
                    $"own cash is short by {ArbInterest.Missing(view, growing.Notional)}, and QuoteBorrowApr is none");
        }

        var carry = rate - interest;
        var earns = carry * (plan.Settings.HoldDays / 365m);
        var fees = RoundTripCost.FeesOnly(plan);
        return carry < plan.Settings.MinApr
            ? new(
                $"{growing.Direction.Name()} pays {Percent(carry)} after {Percent(interest)} interest, "
                + $"MinApr {Percent(plan.Settings.MinApr)}")
            : earns < fees * growing.CostFactor
                ? new(
                    $"earns {Percent(earns)} in {plan.Settings.HoldDays} d, less than {growing.CostFactor} × "
                    + $"{Percent(fees)} of fees alone")
                : null;
    }

    private static EntryRefusal? Inputs(ArbPlan plan, MarketView view, in ArbReading reading)
    {
        var (settings, market) = (plan.Settings, view.Market);
        var predicted = settings.PredictedSource == PredictedSource.Venue
            ? Fresh("predicted rate", market.Predicted?.At, settings.PredictedAgeMax, view.Now)
            : null;
        return Fresh("spot quotes", market.Spot?.At, settings.QuoteAgeMax, view.Now)
            ?? Fresh("perpetual quotes", market.Perp?.At, settings.QuoteAgeMax, view.Now)
            ?? Fresh("mark", market.Mark?.At, settings.MarkAgeMax, view.Now)
            ?? Fresh("account", view.Account?.At, settings.AccountAgeMax, view.Now)
            ?? predicted
            ?? Known("account health", reading.Health is not null)
            ?? Known("depth of the book", market.Depth is not null);
    }

    private static EntryRefusal? Known(string what, bool known) =>
        known ? null : new($"{what} unknown", Missing: true);

    private static EntryRefusal? Fresh(string what, Instant? at, TimeSpan ageMax, Instant now) =>
        at is not { } known ? new EntryRefusal($"{what} unknown", Missing: true)
            : now - known > ageMax
                ? new EntryRefusal($"{what} of {known} older than {Settings.Duration.Show(ageMax)}")
                : null;

    private static EntryRefusal? Worth(ArbPlan plan, MarketView view, in ArbReading reading, in Growing growing)
    {
        var (spot, perp, depth) = (view.Market.Spot!.Value, view.Market.Perp!.Value, view.Market.Depth!.Value);
        var least = plan.TradableResidue(Price.Min(spot.Mid, perp.Mid));
        if (growing.Growth < least)
        {
            return new($"{growing.Growth} is less than can be traded ({least}); {spot.Mid * least} quote would do");
        }

        if (growing.Growth > depth)
        {
            return new($"the books hold {depth} within {Points(plan.Settings.NormalCap)}, wanted {growing.Growth}");
        }

        var slice = Quantity.Min(growing.Growth, new(plan.Settings.SliceMax.Value / spot.Mid.Value));
        var cost = RoundTripCost.Of(plan, growing.Direction, slice, spot, perp, depth);
        var interest = ArbInterest.ToGrow(plan, view, growing.Direction, growing.Notional) ?? Rate.Zero;
        var carry = (reading.Lesser(growing.Direction) ?? Rate.Zero) - interest;
        var earns = carry * (plan.Settings.HoldDays / 365m);
        return earns < cost.Total * growing.CostFactor
            ? new(
                $"earns {Percent(earns)} in {plan.Settings.HoldDays} d, less than {growing.CostFactor} × "
                + $"{Percent(cost.Total)} of cost")
            : null;
    }

    private static EntryRefusal? Affordable(ArbPlan plan, MarketView view, in Growing growing)
    {
        var account = view.Account!;
        if (growing.Direction == CarryDirection.Negative && Borrowable(plan, view, account, growing) is { } refused)
        {
            return refused;
        }

        var (spot, mark) = (view.Market.Spot!.Value.Mid, view.Market.Mark!.Value.Value);
        var change = growing.Growth * growing.Direction.Sign();
        var fees = spot * growing.Growth * (plan.Fees.SpotTaker + plan.Fees.PerpTaker);
        var projected = MarginSimulator.AfterTrade(
            Read(account), plan.Margin, account.BaseBalance - account.BaseDebt, account.Position, change, -change, spot,
            mark, fees);
        return projected is not { } health ? new EntryRefusal("projected health unknown", Missing: true)
            : health < plan.Settings.HealthEntry
                ? new EntryRefusal(
                    $"projected account health {Share(health)}, HealthEntry {Share(plan.Settings.HealthEntry)}")
                : null;
    }

    private static EntryRefusal? Borrowable(ArbPlan plan, MarketView view, AccountReport account, in Growing growing)
    {
        var terms = view.Market.Borrow!.Value;
        if (Fresh("borrow terms", terms.At, plan.Settings.BorrowAgeMax, view.Now) is { } stale)
        {
            return stale;
        }

        if (growing.Growth > terms.Available)
        {
            return new($"{terms.Available} {plan.Spot.Base} can be borrowed, wanted {growing.Growth}");
        }

        // Selling would use up coins that lie there instead of borrowing, and they are not ours.
        var free = account.BaseBalance - account.BaseDebt;
        return free >= plan.Spot.TradableResidue(view.Market.Spot!.Value.Mid)
            ? new($"the account holds {free} {plan.Spot.Base} of its own: a sale would use them up")
            : null;
    }

    /// <summary>The account's margin as it was read.</summary>
    internal static AccountMargin Read(AccountReport account) =>
        new(account.Equity, account.AdjustedEquity, account.InitialMargin, account.MaintenanceMargin);
}
