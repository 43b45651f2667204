using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Tests.Orders;

public sealed class ExecutionTests
{
    private static readonly Coin Btc = new("BTC");
    private static readonly Coin Usdt = new("USDT");

    [Fact]
    public void Fills_are_summed_and_never_averaged()
    {
        var done = Execution.Of([Filled(100m, 0.3m, Btc, 0.0003m), Filled(101m, 0.7m, Btc, 0.0007m)], Btc, Usdt);
        Assert.Equal(new Quantity(1m), done.Quantity);
        Assert.Equal(new Amount(100.7m), done.Amount);
        Assert.Equal(new Quantity(0.001m), done.FeeBase);
        Assert.Equal(new Amount(0.1007m), done.FeeBaseWorth);
        Assert.Equal(Amount.Zero, done.FeeQuote);
    }

    [Fact]
    public void A_fee_in_quote_is_kept_apart_from_one_in_base()
    {
        var done = Execution.Of([Filled(100m, 1m, Usdt, 0.1m), Filled(100m, 1m, Btc, 0.001m)], Btc, Usdt);
        Assert.Equal((new Quantity(0.001m), new Amount(0.1m)), (done.FeeBase, done.FeeQuote));
    }

    [Fact]
    public void A_fee_in_a_third_coin_is_an_error_that_names_the_coins()
    {
        var thrown = Assert.Throws<FeeCoinException>(
            () => Execution.Of([Filled(100m, 1m, new("MNT"), 0.1m)], Btc, Usdt));
        Assert.Contains("MNT", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("BTC", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_new_is_the_difference_of_two_sums() => Gen.Select(
        Repeatably.Decimal(1, 1_000_000, 2), Repeatably.Decimal(1, 1_000_000, 6),
        Repeatably.Decimal(1, 1_000_000, 6)).Check(drawn =>
    {
        var (price, first, second) = drawn;
        Fill[] fills = [Filled(price, first, Btc, first / 1000m), Filled(price, second, Btc, second / 1000m)];
        var news = Execution.Of(fills, Btc, Usdt) - Execution.Of(fills.Take(1), Btc, Usdt);
        Assert.Equal(Execution.Of(fills.Skip(1), Btc, Usdt), news);
    });

    private static Fill Filled(decimal price, decimal quantity, Coin feeCoin, decimal fee) => new(
        "x", new("id"), Market.Spot, new("BTCUSDT"), Side.Buy, new(price), new(quantity), feeCoin, fee, false, default);
}
