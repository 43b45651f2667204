using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Funding;

/// <summary>How far beyond the quote an order may trade.</summary>
public enum PriceCap
{
    /// <summary>The usual cap on slippage.</summary>
    Normal,

    /// <summary>The one wider try of a hedge.</summary>
    Wide,

    /// <summary>The emergency collar: for what must close.</summary>
    Emergency,
}

/// <summary>Makes the orders of a carry's legs: rounded, capped, with the flags that their leg needs.</summary>
internal static class LegOrders
{
    /// <summary>An order that takes at once, capped; null while no price at all is known.</summary>
    /// <remarks>With a fresh quote the cap lies beyond it; with none, beyond the last price known, at the
    /// collar.</remarks>
    public static OrderDraft? Taking(
        CarryBook book, int step, Market market, Side side, Quantity quantity, PriceCap cap, bool reduces)
    {
        if (book.PriceOf(market) is not { } known)
        {
            return null;
        }

        var settings = book.Plan.Settings;
        var fresh = book.Quote(market) is { } quote && book.Now - quote.At <= settings.QuoteAgeMax
            ? quote
            : (TopOfBook?)null;
        var width = fresh is null ? settings.EmergencyCap : WidthOf(cap, settings);
        var from = fresh?.Taking(side) ?? known;
        var limit = book.On(market).RoundAway(from * (1m + (side.Sign() * width.Value)), side);
        return Draft(
            book, step, market, side, quantity, limit, TimeInForce.ImmediateOrCancel, reduces, fresh?.Mid ?? known);
    }

    /// <summary>An order that rests first in line and never takes; null without a fresh quote.</summary>
    public static OrderDraft? Resting(CarryBook book, int step, Market market, Side side, Quantity quantity) =>
        book.Quote(market) is { } quote && book.Now - quote.At <= book.Plan.Settings.QuoteAgeMax
            ? Draft(
                book, step, market, side, quantity, book.On(market).RoundToward(quote.Joining(side), side),
                TimeInForce.PostOnly, reduces: false, quote.Mid)
            : null;

    /// <summary>How much to buy on spot so that <paramref name="net"/> is left after the fee in base coin, up to the
    /// lot. 1 BTC net at 0.1 % → 1.001002 at lot 0.000001. [base]</summary>
    public static Quantity GrossOf(CarryBook book, Quantity net, Rate fee) =>
        book.Plan.Spot.RoundUp(new Quantity(net.Value / (1m - fee.Value)));

    private static OrderDraft Draft(
        CarryBook book, int step, Market market, Side side, Quantity quantity, Price limit, TimeInForce timeInForce,
        bool reduces, Price mid) => new(
        step, market, book.Plan.Symbol, side, quantity, limit, timeInForce,
        ReduceOnly: reduces && market == Market.Linear,
        OnMargin: market == Market.Spot && side == Side.Sell && !reduces,
        mid);

    private static Rate WidthOf(PriceCap cap, ArbSettings settings) => cap switch
    {
        PriceCap.Normal => settings.NormalCap,
        PriceCap.Wide => settings.WideCap,
        PriceCap.Emergency => settings.EmergencyCap,
        _ => throw new ArgumentOutOfRangeException(nameof(cap)),
    };
}
