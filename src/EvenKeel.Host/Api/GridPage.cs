using System.Collections.Immutable;
using System.Globalization;
using EvenKeel.Grains.Grids;
using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Host.Api;

/// <summary>A grid in short. Every number is a string, so that no reader rounds it; null is unknown.</summary>
internal sealed record GridSummary(
    string Pair, string? Market, string State, string Because, string? Held, string? OrdersLive, string? RoundTrips,
    string? RoundTripsDay, string? MatchedProfit, string? MatchedProfitDay)
{
    public static GridSummary Of(Symbol pair, GridReport report, Instant now)
    {
        var (totals, (state, because)) = (report.Row.State.Totals, Standing(report));
        var day = totals.LastDay(now);
        return new(
            pair.Name, report.Plan.Market.ToString(), state, because, GridMachine.SlotsOf(report.Row).Held.ToString(),
            Count(report.Row.Journal.Open.Count()), Count(totals.Trips), Count(day.Trips), totals.Matched.ToString(),
            day.Matched.ToString());
    }

    public static GridSummary Unreadable(Symbol pair, string because) =>
        new(pair.Name, null, "unreadable", because, null, null, null, null, null, null);

    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where it stands, and why.</summary>
    private static (string State, string Because) Standing(GridReport report) => report switch
    {
        { Halted: { } reason } => ("halted", reason),
        { Row.State.Phase: GridPhase.Waiting waiting } => ("waiting", waiting.Because),
        { Row.State: { Phase: GridPhase.Running, Halted: { } reason } } => ("closing only", reason),
        { Row.State: { Phase: GridPhase.Running, Alerted: { } missing } } => ("running", missing),
        { Row.State.Phase: GridPhase.Running } => ("running", "the ladder stands around the price"),
        { Row.State.Phase: GridPhase.Leaving leaving } => ("leaving", leaving.Because),
        { Row.State.Phase: GridPhase.Stopped stopped } => ("stopped", stopped.Because),
        _ => throw new InvalidOperationException($"no word for {report.Row.State.Phase.GetType().Name}"),
    };
}

/// <summary>A grid with its ladder, its slots, what it has earned, its orders and what a person must hear.</summary>
internal sealed record GridPage(
    GridSummary Grid, string? Price, RungsReport? Ladder, ImmutableArray<SlotLine> Slots, GridProfitReport? Profit,
    ImmutableArray<OrderLine> Orders, ImmutableArray<AlarmLine> Alarms)
{
    public static GridPage Of(Symbol pair, GridReport report, Instant now)
    {
        var quote = report.Market?.QuoteOf(report.Plan.Market);
        return new(
            GridSummary.Of(pair, report, now), quote?.Mid.ToString(), RungsReport.Of(report),
            [.. GridMachine.SlotsOf(report.Row).All.ToArray().Reverse().Select(SlotLine.Of)],
            quote is { Mid: var price } ? GridProfitReport.Of(report, price, now) : null,
            [.. report.Row.Journal.Intents.Reverse().Select(OrderLine.Of)],
            [.. report.Alarms.Select(a => new AlarmLine(a.At.ToString(), a.Text))]);
    }
}

/// <summary>The rungs in force, and how many orders of a side rest at once. A ratio of null: the step is the same
/// everywhere.</summary>
internal sealed record RungsReport(
    string Generation, string Anchor, string Step, string? Ratio, string? Lower, string? Upper, string BuysMax,
    string SellsMax)
{
    /// <summary>Null while none is laid.</summary>
    public static RungsReport? Of(GridReport report) => report.Row.State.Ladder is not { } ladder ? null : new(
        GridSummary.Count(ladder.Generation), ladder.Anchor.ToString(), ladder.Step.ToString(),
        ladder.IsGeometric ? Digits.Of(ladder.Ratio) : null, ladder.Lower?.ToString(), ladder.Upper?.ToString(),
        GridSummary.Count(report.Plan.Window(Side.Buy)), GridSummary.Count(report.Plan.Window(Side.Sell)));
}

/// <summary>One slot that holds something or has an order, the highest first. Its order is null while it rests without
/// one.</summary>
internal sealed record SlotLine(
    string Generation, string Rung, string Status, string Held, string Cost, string ClosesAt, string? Order,
    string? OrderId)
{
    public static SlotLine Of(SlotState slot) => new(
        GridSummary.Count(slot.Key.Generation), GridSummary.Count(slot.Key.Index),
        $"{slot.Status}, {(slot.Held.IsZero ? "empty" : "filled")}".ToLowerInvariant(), slot.Held.ToString(),
        slot.Cost.ToString(), slot.Exit.ToString(),
        slot.Order is { Draft: var draft } ? $"{draft.Side} {draft.Quantity} at {draft.Limit}" : null,
        slot.Order?.Id.Text);
}

/// <summary>What was earned, and from what; costs are positive. Shares per year are of the most that the grid may hold,
/// and null before an hour is over.</summary>
internal sealed record GridProfitReport(
    string Profit, string Matched, string Unrealised, string Fees, string Funding, string Interest, string? ProfitApr,
    string? MatchedApr)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public static GridProfitReport Of(GridReport report, Price price, Instant now)
    {
        var earned = GridMachine.ProfitOf(report.Row, price);
        return new(
            earned.Profit.ToString(), earned.Matched.ToString(), earned.Unrealised.ToString(), earned.Fees.ToString(),
            earned.Funding.ToString(), earned.Interest.ToString(), PerYear(earned.Profit), PerYear(earned.Matched));

        string? PerYear(Amount amount) => report.Row.Baseline is { At: var since } && now - since >= s_hour
            ? Digits.Of(Math.Round(GridTotals.PerYear(amount, report.Plan.InventoryMax, now - since).Value, 6))
            : null;
    }
}
