using CsCheck;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Markets;

public sealed class InstrumentTests
{
    private static readonly Gen<Instrument> Instruments = Gen.Select(
        Repeatably.Among(0.01m, 0.1m, 0.5m, 0.00001m), Repeatably.Among(0.001m, 0.01m, 0.000001m, 1m), Gen.Int[1, 20],
        Repeatably.Among(1m, 5m, 10m),
        (tick, lot, lots, notional) => new Instrument(
            Market.Linear, new("XUSDT"), new("X"), new("USDT"), new(tick), new(lot), new(lot * lots), new(notional)));

    private static readonly Gen<Quantity> Quantities =
        Repeatably.Decimal(-1_000_000_000, 1_000_000_000, 6).Select(v => new Quantity(v));

    private static readonly Gen<Price> Prices = Repeatably.Decimal(1, 100_000_000_000, 6).Select(v => new Price(v));

    [Fact]
    public void Rounding_a_quantity_down_never_gives_more_and_loses_less_than_a_lot() =>
        Gen.Select(Instruments, Quantities).Check(drawn =>
        {
            var (on, quantity) = drawn;
            var rounded = on.RoundDown(quantity);
            Assert.Equal(0m, rounded.Value % on.Lot.Value);
            Assert.True(rounded.Abs() <= quantity.Abs() && (quantity - rounded).Abs() < on.Lot);
            Assert.True(rounded.IsZero || rounded.Sign == quantity.Sign);
            Assert.Equal(rounded, on.RoundDown(rounded));
        });

    [Fact]
    public void Rounding_a_quantity_up_never_gives_less_and_adds_less_than_a_lot() =>
        Gen.Select(Instruments, Quantities).Check(drawn =>
        {
            var (on, quantity) = drawn;
            var rounded = on.RoundUp(quantity);
            Assert.Equal(0m, rounded.Value % on.Lot.Value);
            Assert.True(rounded.Abs() >= quantity.Abs() && (rounded - quantity).Abs() < on.Lot);
            Assert.Equal(rounded, on.RoundUp(rounded));
        });

    [Fact]
    public void A_price_rounded_away_can_still_fill_and_one_rounded_toward_cannot_cross() =>
        Gen.Select(Instruments, Prices).Check(drawn =>
        {
            var (on, price) = drawn;
            Assert.True(on.RoundAway(price, Side.Buy) >= price && on.RoundAway(price, Side.Sell) <= price);
            Assert.True(on.RoundToward(price, Side.Buy) <= price && on.RoundToward(price, Side.Sell) >= price);
            foreach (var side in Enum.GetValues<Side>())
            {
                Assert.Equal(0m, on.RoundAway(price, side).Value % on.Tick.Value);
                Assert.Equal(0m, on.RoundToward(price, side).Value % on.Tick.Value);
            }
        });

    [Fact]
    public void The_tradable_residue_can_be_traded_and_one_lot_less_cannot() =>
        Gen.Select(Instruments, Prices).Check(drawn =>
        {
            var (on, price) = drawn;
            var least = on.TradableResidue(price);
            Assert.Equal(least, on.RoundDown(least));
            Assert.True(least >= on.QuantityMin && price * least >= on.NotionalMin);
            var less = least - on.Lot;
            Assert.True(less < on.QuantityMin || less < on.Lot || price * less < on.NotionalMin);
        });

    [Theory]
    [InlineData("0.0129", "0.01", "0.02")]
    [InlineData("-0.0129", "-0.01", "-0.02")]
    [InlineData("0.02", "0.02", "0.02")]
    [InlineData("0", "0", "0")]
    public void Rounding_keeps_the_sign_of_a_quantity(string quantity, string down, string up)
    {
        var on = On(lot: 0.01m);
        Assert.Equal(Of(down), on.RoundDown(Of(quantity)));
        Assert.Equal(Of(up), on.RoundUp(Of(quantity)));
    }

    [Fact]
    public void A_minimum_notional_counts_as_a_step() =>
        Assert.Equal(new Quantity(0.002m), On(lot: 0.001m).TradableResidue(new(3_000m)));

    private static Quantity Of(string text) => new(decimal.Parse(text));

    private static Instrument On(decimal lot) => new(
        Market.Linear, new("ETHUSDT"), new("ETH"), new("USDT"), new(0.01m), new(lot), new(lot), new(5m));
}
