namespace EvenKeel.Markets;

/// <summary>The best bid and ask of one market, as the venue stated them. <paramref name="At"/> is venue
/// time.</summary>
public readonly record struct TopOfBook(Price Bid, Price Ask, Instant At)
{
    /// <summary>Half-way between bid and ask: what slippage and basis are measured against. [quote/base]</summary>
    public Price Mid => new((Bid.Value + Ask.Value) / 2m);

    /// <summary>The price at which an order of this side is taken at once.</summary>
    public Price Taking(Side side) => side == Side.Buy ? Ask : Bid;

    /// <summary>The price at which an order of this side rests first in line.</summary>
    public Price Joining(Side side) => side == Side.Buy ? Bid : Ask;
}

/// <summary>One candle of one market: prices [quote/base], volume [base], from <paramref name="OpenTime"/>
/// on.</summary>
public readonly record struct Candle(Instant OpenTime, Price Open, Price High, Price Low, Price Close, Quantity Volume);

/// <summary>One settlement of funding: the rate paid at a time for the interval that it ended. Positive: longs
/// pay.</summary>
/// <param name="Rate">Per interval, not per year. [1]</param>
public readonly record struct Settlement(Instant At, Rate Rate);
