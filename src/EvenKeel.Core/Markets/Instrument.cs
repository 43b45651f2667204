namespace EvenKeel.Markets;

/// <summary>What the venue's rules say of one market of one pair.</summary>
/// <param name="Tick">Smallest step of a price. [quote/base]</param>
/// <param name="Lot">Smallest step of a quantity. [base]</param>
/// <param name="QuantityMin">Smallest quantity of an order. [base]</param>
/// <param name="NotionalMin">Smallest worth of an order. [quote]</param>
public sealed record Instrument(
    Market Market, Symbol Symbol, Coin Base, Coin Quote, Price Tick, Quantity Lot, Quantity QuantityMin,
    Amount NotionalMin)
{
    /// <summary>To the lot at or below in size, sign kept: never more than was asked for. 0.0129 at lot 0.01 →
    /// 0.01.</summary>
    public Quantity RoundDown(Quantity quantity) => new(Exact.Floor(quantity.Value, Lot.Value));

    /// <summary>To the lot at or above in size, sign kept: for a debt that must be covered. 0.0121 at lot 0.01 →
    /// 0.02.</summary>
    public Quantity RoundUp(Quantity quantity)
    {
        var down = RoundDown(quantity);
        return down == quantity ? down : new(Exact.Plain(down.Value + (quantity.Sign * Lot.Value)));
    }

    /// <summary>To the tick that is worse for us (a bid up, an ask down): a cap that must still be able to
    /// fill.</summary>
    public Price RoundAway(Price price, Side side) => side == Side.Buy ? RoundUp(price) : RoundDown(price);

    /// <summary>To the tick that is better for us (a bid down, an ask up): a resting price that must not
    /// cross.</summary>
    public Price RoundToward(Price price, Side side) => side == Side.Buy ? RoundDown(price) : RoundUp(price);

    /// <summary>The tick at or below.</summary>
    public Price RoundDown(Price price) => new(Exact.Floor(price.Value, Tick.Value));

    /// <summary>The tick at or above.</summary>
    public Price RoundUp(Price price)
    {
        var down = RoundDown(price);
        return down == price ? down : new(Exact.Plain(down.Value + Tick.Value));
    }

    /// <summary>The least that can be traded at a price: max(lot, minimum quantity, minimum notional ÷ price), up to
    /// the lot. Below it a rest is dust. Lot 0.001, minimum 5 USDT at 3 000 → 0.002. [base]</summary>
    public Quantity TradableResidue(Price price)
    {
        var least = Quantity.Max(Lot, QuantityMin);
        return price * least >= NotionalMin ? least : RoundUp(new Quantity(NotionalMin.Value / price.Value));
    }
}
