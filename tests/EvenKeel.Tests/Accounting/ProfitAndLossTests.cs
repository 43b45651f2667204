using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Accounting;

public sealed class ProfitAndLossTests
{
    private static readonly Gen<(Happening[] Happened, decimal Spot, decimal Mark)> Histories = Gen.Select(
        Trading.Happenings.Array[1, 40], Repeatably.Decimal(5_000_000, 15_000_000, 2),
        Repeatably.Decimal(5_000_000, 15_000_000, 2));

    [Fact]
    public void Profit_by_its_parts_is_profit_by_cash_and_holdings_to_the_last_digit() => Histories.Check(drawn =>
    {
        var ledger = Played(drawn.Happened, out _);
        var (spot, mark) = (new Price(drawn.Spot), new Price(drawn.Mark));
        Assert.Equal(ProfitAndLoss.Worth(ledger, spot, mark), ProfitAndLoss.Of(ledger, spot, mark).Profit);
    });

    [Fact]
    public void The_ledger_says_what_the_wallet_says_to_the_last_digit() => Histories.Check(drawn =>
    {
        var ledger = Played(drawn.Happened, out var wallet);
        Assert.Equal(
            wallet.EquityAt(drawn.Spot, drawn.Mark),
            ProfitAndLoss.Worth(ledger, new(drawn.Spot), new(drawn.Mark)).Value);
        Assert.Equal((wallet.Base, wallet.Perp), (ledger.Base.Value, ledger.Perp.Value));
    });

    [Theory]
    [InlineData("0.00000001")]
    [InlineData("-0.00000001")]
    public void A_hundred_millionth_that_the_venue_takes_unreported_shows(string text) => Histories.Check(
        drawn =>
        {
            var planted = decimal.Parse(text);
            var ledger = Played(drawn.Happened, out var wallet);
            wallet.Quote -= planted;
            var worth = ProfitAndLoss.Worth(ledger, new(drawn.Spot), new(drawn.Mark)).Value;
            Assert.Equal(-planted, wallet.EquityAt(drawn.Spot, drawn.Mark) - worth);
        },
        times: 200);

    [Fact]
    public void A_fee_that_is_booked_a_hundred_millionth_short_shows()
    {
        var ledger = Ledger.Empty(default);
        var draft = Trading.Draft(Market.Linear, Side.Sell, 1m, 100m);
        var right = ledger.Book(draft, new(new(1m), new(100m), default, new(0.055m), default), Trading.Perp, default);
        var wrong = ledger.Book(
            draft, new(new(1m), new(100m), default, new(0.05499999m), default), Trading.Perp, default);
        var (spot, mark) = (new Price(100m), new Price(100m));
        Assert.Equal(
            new Amount(0.00000001m),
            ProfitAndLoss.Worth(wrong.Ledger, spot, mark) - ProfitAndLoss.Worth(right.Ledger, spot, mark));
    }

    [Fact]
    public void Costs_are_positive_under_a_name_that_says_cost()
    {
        // Given one BTC bought at 101 while the mid was 100, with a fee of 0.001 BTC
        var (ledger, _) = Ledger.Empty(default).Book(
            Trading.Draft(Market.Spot, Side.Buy, 1m, 100m),
            new(new(1m), new(101m), new(0.001m), default, new(0.101m)), Trading.Spot, default);

        // When it is valued at 102
        var profit = ProfitAndLoss.Of(ledger, new(102m), new(102m));

        // Then the slippage was 1, the fee 0.101, and the price gave 2 on 1 BTC less what the fee coin gained since
        Assert.Equal(new Amount(1m), profit.Slippage);
        Assert.Equal(new Amount(0.101m), profit.Fees);
        Assert.Equal(new Amount(-100m + 0.101m + (0.999m * 102m)), profit.Basis);
        Assert.Equal(new Amount(-101m + (0.999m * 102m)), profit.Profit);
    }

    [Fact]
    public void A_short_that_is_paid_and_charged_explains_itself()
    {
        var ledger = Ledger.Empty(default) with { Perp = new(-2m) };
        ledger = ledger.Book(new(
            "1", default, EvenKeel.Venues.VenueFlowKind.Funding, Market.Linear, new("USDT"), new(-2m), new(3_000m),
            new(0.0001m), 0.6m)).Ledger;
        Assert.Equal(new Amount(0.6m), ledger.Funding);
        Assert.Equal(ledger.Funding, ledger.Cash);
    }

    private static Ledger Played(Happening[] happened, out Wallet wallet)
    {
        var ledger = Ledger.Empty(default);
        wallet = new Wallet();
        for (var i = 0; i < happened.Length; i++)
        {
            ledger = Trading.Play(ledger, wallet, happened[i], i);
        }

        return ledger;
    }
}
