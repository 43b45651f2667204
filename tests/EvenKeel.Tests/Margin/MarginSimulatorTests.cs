using CsCheck;
using EvenKeel.Margin;
using EvenKeel.Markets;
using EvenKeel.Tests.Funding;

namespace EvenKeel.Tests.Margin;

public sealed class MarginSimulatorTests
{
    private static readonly Price Price = new(2_000m);

    private static readonly AccountMargin Account = new(new(20_000m), new(20_000m), Amount.Zero, Amount.Zero);

    [Fact]
    public void Spot_that_is_bought_counts_at_its_ratio_and_the_perpetual_binds_margin()
    {
        // 5 ETH: 10 000 of quote become 9 500, and the short binds 1.055 % of 10 000
        var health = After(5m, -5m, fees: 15m);
        Assert.Equal(1m - (1.2m * 105.5m / (20_000m - 500m - 15m)), health!.Value.Value);
    }

    [Fact]
    public void A_short_never_adds_equity()
    {
        // the debt counts in full against the proceeds, and binds 4 %
        var health = After(-5m, 5m, fees: 0m);
        Assert.Equal(1m - (1.2m * (105.5m + 400m) / 20_000m), health!.Value.Value);
        Assert.True(health < After(0m, 5m, 0m));
    }

    [Fact]
    public void A_perpetual_alone_adds_no_equity() =>
        Assert.Equal(1m - (1.2m * 105.5m / 20_000m), After(0m, 5m, 0m)!.Value.Value);

    [Fact]
    public void Closing_gives_back_what_entering_bound() => Gen.Select(
        Repeatably.Decimal(-1_000, 1_000, 2), Repeatably.Decimal(10_000, 500_000, 2)).Check(drawn =>
    {
        var (size, price) = drawn;
        var (spot, mark) = (new Price(price), new Price(price * 1.001m));
        var held = new AccountMargin(null, new(5_000_000m), null, new(300_000m));
        Rate? After(decimal coin, decimal position, decimal change) => MarginSimulator.AfterTrade(
            held, Scene.Terms, new(coin), new(position), new(change), new(-change), spot, mark, Amount.Zero);

        // Entering changes health by as much as leaving changes it back, measured from the two ends
        var entered = After(0m, 0m, size);
        Assert.NotNull(entered);
        Assert.True(entered <= MarginModel.Health(held.AdjustedEquity, held.MaintenanceMargin));
        Assert.True(After(size, -size, -size) >= MarginModel.Health(held.AdjustedEquity, held.MaintenanceMargin));
    });

    [Fact]
    public void What_is_unknown_stays_unknown()
    {
        var unknown = Account with { AdjustedEquity = null };
        Assert.Null(After(5m, -5m, 0m, unknown));
        Assert.Null(After(5m, -5m, 0m, Account with { MaintenanceMargin = null }));
        Assert.Null(After(5m, -5m, 0m, terms: Scene.Terms with { Perp = [] }));
        Assert.Null(After(5m, -5m, 0m, terms: Scene.Terms with { Collateral = [] }));
        Assert.Null(After(-5m, 5m, 0m, terms: Scene.Terms with { Debt = [] }));
        Assert.NotNull(After(5m, -5m, 0m, terms: Scene.Terms with { Debt = [] }));
    }

    [Fact]
    public void A_rising_price_costs_a_hedged_pair_its_haircut_and_more_margin()
    {
        var account = Account with { MaintenanceMargin = new(105.5m) };
        Rate? At(decimal price) => MarginSimulator.AfterMove(
            account, Scene.Terms, new(5m), new(-5m), Price, new(price));
        Assert.Equal(account.Health, At(2_000m));
        Assert.Equal(1m - (1.2m * 211m / (20_000m - 500m)), At(4_000m)!.Value.Value);
        Assert.True(At(4_000m) < At(3_000m) && At(3_000m) < At(2_000m) && At(2_000m) < At(1_000m));
    }

    [Fact]
    public void Foreign_coins_in_the_account_soften_a_rise()
    {
        var account = Account with { MaintenanceMargin = new(105.5m) };
        var alone = MarginSimulator.AfterMove(account, Scene.Terms, new(5m), new(-5m), Price, new(4_000m));
        var beside = MarginSimulator.AfterMove(account, Scene.Terms, new(50m), new(-5m), Price, new(4_000m));
        Assert.True(beside > alone);
    }

    private static Rate? After(
        decimal spot, decimal perp, decimal fees, AccountMargin? account = null, MarginTerms? terms = null) =>
        MarginSimulator.AfterTrade(
            account ?? Account, terms ?? Scene.Terms, Quantity.Zero, Quantity.Zero, new(spot), new(perp), Price, Price,
            new(fees));
}
