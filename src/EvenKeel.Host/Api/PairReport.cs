using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Grains.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Host.Api;

/// <summary>A pair in short. Every decimal is a string, so that no reader rounds it; null is unknown.</summary>
internal sealed record PairSummary(
    string Pair, string State, string Because, string? Spot, string? Perp, string? Exposure, string? FundingReceived);

/// <summary>A pair with its legs, its funding, its orders and what a person must hear.</summary>
internal sealed record PairReport(
    string Pair, string State, string Because, ImmutableArray<LegReport> Legs, string Exposure, FundingReport Funding,
    ProfitReport? Profit, ImmutableArray<OrderLine> Orders, ImmutableArray<AlarmLine> Alarms)
{
    public static PairSummary InShort(Symbol pair, CarryReport report)
    {
        var (ledger, (state, because)) = (report.Row.Ledger, Standing(report));
        return new(
            pair.Name, state, because, ledger.Base.ToString(), ledger.Perp.ToString(), ledger.Exposure.ToString(),
            ledger.Funding.ToString());
    }

    public static PairSummary Unreadable(Symbol pair, string because) =>
        new(pair.Name, "unreadable", because, null, null, null, null);

    public static PairReport Of(Symbol pair, CarryReport report)
    {
        var (row, market, (state, because)) = (report.Row, report.Market, Standing(report));
        return new(
            pair.Name, state, because,
            [
                LegReport.Of("spot", row.Ledger.Base, market?.Spot?.Mid),
                LegReport.Of("perp", row.Ledger.Perp, market?.Mark?.Value ?? market?.Perp?.Mid),
            ],
            row.Ledger.Exposure.ToString(), FundingReport.Of(row.Ledger, market), ProfitReport.Of(row.Ledger, market),
            [.. row.Journal.Intents.Reverse().Select(OrderLine.Of)],
            [.. report.Alarms.Select(a => new AlarmLine(a.At.ToString(), a.Text))]);
    }

    /// <summary>Where it stands, and why.</summary>
    private static (string State, string Because) Standing(CarryReport report) => report switch
    {
        { Halted: { } reason } => ("halted", reason),
        { Row.State.Phase: CarryPhase.Flat flat } => ("flat", report.Row.State.Stopped ?? flat.Because),
        { Row.State.Phase: CarryPhase.Entering entering } => (
            $"entering: {Word(entering.Step)}", entering.Order.Because),
        { Row.State.Phase: CarryPhase.Holding holding } => ("holding", report.Row.State.Stopped ?? holding.Because),
        { Row.State.Phase: CarryPhase.Leaving leaving } => ($"leaving: {Word(leaving.Step)}", leaving.Order.Because),
        _ => throw new InvalidOperationException($"no word for {report.Row.State.Phase.GetType().Name}"),
    };

    private static string Word(object step) => step.GetType().Name.ToLowerInvariant();
}

/// <summary>One leg. Price and worth are null while the market has none.</summary>
internal sealed record LegReport(string Market, string Quantity, string? Price, string? Worth)
{
    public static LegReport Of(string market, Quantity held, Price? price) => new(
        market, held.ToString(), price?.ToString(),
        price is { } known ? (known * held).ToString() : null);
}

/// <summary>What funding has brought, and what comes next; null is unknown.</summary>
internal sealed record FundingReport(
    string Received, string? RatePredicted, string? RateSettled, string? IntervalHours, string? NextAt)
{
    public static FundingReport Of(Ledger ledger, MarketReport? market) => new(
        ledger.Funding.ToString(), market?.Predicted?.Value.ToString(),
        market is { Settled: [.., var last] } ? last.Rate.ToString() : null,
        market?.Interval is { } interval ? Digits.Of((decimal)interval.Ticks / TimeSpan.TicksPerHour) : null,
        market?.NextSettlement?.ToString());
}

/// <summary>What was earned, and from what; costs are positive.</summary>
internal sealed record ProfitReport(
    string Profit, string Funding, string Basis, string Fees, string Slippage, string Interest)
{
    /// <summary>Null while a leg that is held has no price.</summary>
    public static ProfitReport? Of(Ledger ledger, MarketReport? market)
    {
        var (spot, mark) = (market?.Spot?.Mid, market?.Mark?.Value);
        if ((spot is null && !ledger.Base.IsZero) || (mark is null && !ledger.Perp.IsZero))
        {
            return null;
        }

        var earned = ProfitAndLoss.Of(ledger, spot.GetValueOrDefault(), mark.GetValueOrDefault());
        return new(
            earned.Profit.ToString(), earned.Funding.ToString(), earned.Basis.ToString(),
            earned.Fees.ToString(), earned.Slippage.ToString(), earned.Interest.ToString());
    }
}

/// <summary>One order, as it was written down, with what became of it; the newest comes first.</summary>
internal sealed record OrderLine(
    string Id, string At, string Market, string Side, string Quantity, string? Limit, string TimeInForce,
    bool ReduceOnly, string Status, string Traded, string Amount, string? Because)
{
    public static OrderLine Of(OrderIntent intent) => new(
        intent.Id.Text, intent.Timestamp.ToString(), intent.Draft.Market.ToString(), intent.Draft.Side.ToString(),
        intent.Draft.Quantity.ToString(), intent.Draft.Limit?.ToString(), intent.Draft.TimeInForce.ToString(),
        intent.Draft.ReduceOnly, intent.Status.ToString(), intent.Done.Quantity.ToString(),
        intent.Done.Amount.ToString(), intent.RefusedBecause);
}

internal sealed record AlarmLine(string At, string Text);
