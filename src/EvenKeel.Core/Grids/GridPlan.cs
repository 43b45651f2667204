using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Grids;

/// <summary>What was asked for one grid, and the terms on which it is traded.</summary>
/// <param name="On">Of the market that it trades on.</param>
/// <param name="Maker">Fee of an order that rested. [1]</param>
/// <param name="Taker">Fee of an order that took. [1]</param>
/// <param name="Limits">What the gate will hold its openings to: the ladder stays within.</param>
public sealed record GridPlan(
    Instrument On, GridSettings Settings, Rate Maker, Rate Taker, RiskLimits Limits)
{
    public Symbol Symbol => On.Symbol;

    public Market Market => On.Market;

    /// <summary>The quote of its market, if it is fresh enough to place or cancel by; null: it is not.</summary>
    /// <param name="now">Venue time.</param>
    public TopOfBook? FreshQuoteOf(MarketReport report, Instant now) =>
        report.QuoteOf(Market) is { } quote && now - quote.At <= Limits.QuoteAgeMax ? quote : null;

    /// <summary>What the collar of an order is measured from, however old: the mark of a perpetual, on spot the middle
    /// of the quote; null: unknown.</summary>
    public Stated<Price>? MarkOf(MarketReport report) =>
        Market == Market.Linear ? report.Mark
            : report.QuoteOf(Market) is { } quote ? new(quote.Mid, quote.At)
            : null;

    /// <summary>Most orders of a side that rest at once.</summary>
    public int Window(Side side) => side == Side.Buy ? Settings.LevelsBelow : Settings.LevelsAbove;

    /// <summary>Whether the mode opens with orders of this side.</summary>
    public bool Opens(Side side) => Settings.Mode switch
    {
        GridMode.Long => side == Side.Buy,
        GridMode.Short => side == Side.Sell,
        GridMode.Neutral => true,
        _ => throw new ArgumentOutOfRangeException(nameof(side), Settings.Mode, "no such mode"),
    };

    /// <summary>Most that the net position may be worth. [quote]</summary>
    public Amount InventoryMax => Settings.InventoryMax
        ?? Settings.QuotePerLevel * (Settings.Mode == GridMode.Short ? Settings.LevelsAbove : Settings.LevelsBelow);

    /// <summary>A rung as it can be traded: the tick at or below. [quote/base]</summary>
    public Price RungOf(Ladder ladder, int index) => On.RoundDown(ladder.At(index));

    /// <summary>Where a rung that is opened by this side is closed: the next one up, or down. [quote/base]</summary>
    public Price ExitOf(Ladder ladder, int index, Side opening) => RungOf(ladder, index + opening.Sign());

    /// <summary>Whether a rung and its exit lie within the range of the ladder, above zero.</summary>
    /// <param name="rung">Where the rung can be traded. [quote/base]</param>
    public bool IsInRange(Ladder ladder, int index, Price rung, Side opening) =>
        rung.Value > 0m && ladder.Has(rung) && ladder.Has(ExitOf(ladder, index, opening));

    /// <summary>What one rung buys or sells at a price: quote ÷ price, shrunk by how much the price moves, down to the
    /// lot. 500 at 64 000, lot 0.001 → 0.007. [base]</summary>
    /// <param name="range">Average true range; null: unknown, and nothing is shrunk.</param>
    public Quantity SizeAt(Price price, Price? range)
    {
        var factor = range is { } moves && Settings.SizeShrink > 0m
            ? Math.Max(1m - (Settings.SizeShrink * moves.Value / price.Value), Settings.SizeFloor.Value)
            : 1m;
        return On.RoundDown(new Quantity(Settings.QuotePerLevel.Value * factor / price.Value));
    }
}
