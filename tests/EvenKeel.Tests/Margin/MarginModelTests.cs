using System.Collections.Immutable;
using CsCheck;
using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Margin;

public sealed class MarginModelTests
{
    private static readonly ImmutableArray<MarginTier> Tiers =
    [
        new(new(100_000m), new(0.02m), new(0.01m), new(0m)),
        new(new(500_000m), new(0.04m), new(0.02m), new(1_000m)),
        new(new(2_000_000m), new(0.1m), new(0.05m), new(16_000m)),
    ];

    private static readonly ImmutableArray<CollateralTier> Ratios =
        [new(new(2m), new(0.95m)), new(new(10m), new(0.9m))];

    [Theory]
    [InlineData("10000", "1000", "0.88")]
    [InlineData("10000", "0", "1")]
    [InlineData("10000", "8333.5", "0")]
    [InlineData("0", "0", "0")]
    [InlineData("-5", "0", "0")]
    [InlineData("-5", "100", "0")]
    public void Health_is_what_a_fifth_more_margin_would_leave(string equity, string margin, string health) =>
        Assert.Equal(
            decimal.Parse(health), Math.Round(MarginModel.Health(Of(equity), Of(margin))!.Value.Value, 3));

    [Fact]
    public void Health_of_a_missing_input_is_unknown()
    {
        Assert.Null(MarginModel.Health(null, Of("1")));
        Assert.Null(MarginModel.Health(Of("1"), null));
        Assert.Null(MarginModel.Health(null, null));
    }

    [Fact]
    public void Without_equity_health_is_nothing_whatever_the_margin() =>
        Assert.Equal(Rate.Zero, MarginModel.Health(Of("0"), null));

    [Fact]
    public void Health_lies_between_nothing_and_one_and_falls_with_margin() => Gen.Select(
        Repeatably.Decimal(-1_000_000, 10_000_000, 2), Repeatably.Decimal(0, 10_000_000, 2),
        Repeatably.Decimal(0, 1_000_000, 2)).Check(drawn =>
    {
        var (equity, margin, more) = drawn;
        var health = MarginModel.Health(new(equity), new(margin))!.Value;
        var worse = MarginModel.Health(new(equity), new(margin + more))!.Value;
        Assert.InRange(health.Value, 0m, 1m);
        Assert.True(worse <= health);
    });

    [Fact]
    public void A_coin_counts_at_its_ratio_tier_by_tier_and_a_debt_in_full()
    {
        Assert.Equal(Of("280"), MarginModel.Collateral(new(3m), new(100m), Ratios));
        Assert.Equal(Of("910"), MarginModel.Collateral(new(10m), new(100m), Ratios));
        Assert.Equal(Of("910"), MarginModel.Collateral(new(50m), new(100m), Ratios));
        Assert.Equal(Of("-300"), MarginModel.Collateral(new(-3m), new(100m), Ratios));
        Assert.Equal(Of("0"), MarginModel.Collateral(Quantity.Zero, null, []));
        Assert.Null(MarginModel.Collateral(new(3m), null, Ratios));
        Assert.Null(MarginModel.Collateral(new(3m), new(100m), []));
    }

    [Theory]
    [InlineData("2", "50000", "1055")]
    [InlineData("-2", "50000", "1055")]
    [InlineData("4", "50000", "3110")]
    [InlineData("100", "50000", "236750")]
    [InlineData("0", "50000", "0")]
    public void Maintenance_margin_follows_the_tier_of_the_worth(string position, string mark, string margin) =>
        Assert.Equal(
            Of(margin),
            MarginModel.Maintenance(new(decimal.Parse(position)), new(decimal.Parse(mark)), Tiers, new(0.00055m)));

    [Fact]
    public void Maintenance_margin_does_not_jump_at_the_edge_of_a_tier() => Gen.Int[0, 1].Check(
        tier =>
        {
            var edge = Tiers[tier].ValueMax.Value;
            var below = MarginModel.Maintenance(new(edge), new(1m), Tiers, Rate.Zero)!.Value.Value;
            var above = MarginModel.Maintenance(new(edge + 0.01m), new(1m), Tiers, Rate.Zero)!.Value.Value;
            Assert.InRange(above - below, 0m, 0.001m);
        },
        times: 10);

    [Fact]
    public void A_position_without_mark_or_tiers_has_an_unknown_margin()
    {
        Assert.Null(MarginModel.Maintenance(new(1m), null, Tiers, Rate.Zero));
        Assert.Null(MarginModel.Maintenance(new(1m), new(1m), [], Rate.Zero));
        Assert.Null(MarginModel.Initial(new(1m), null, Tiers));
        Assert.Equal(Of("2000"), MarginModel.Initial(new(2m), new(50_000m), Tiers));
    }

    [Fact]
    public void A_hedged_pair_is_worth_the_same_at_every_price() =>
        Repeatably.Decimal(1_000, 1_000_000, 2).Check(price =>
    {
        var account = Hedged(price);
        Assert.Equal(new Amount(10_000m), account.Equity);

        // and counts less only by the haircut on its coin
        Assert.Equal(new Amount(10_000m - (price * 0.05m)), account.AdjustedEquity);
    });

    [Fact]
    public void What_is_missing_in_one_coin_leaves_the_rest_known()
    {
        var account = MarginModel.Of(
            [new(new(1m), null, Ratios, []), new(new(5_000m), new(1m), Quote, [])],
            [new(new(-1m), new(100m), new(100m), Tiers, Rate.Zero)]);
        Assert.Null(account.Equity);
        Assert.Null(account.AdjustedEquity);
        Assert.Null(account.Health);
        Assert.Equal(Of("1"), account.MaintenanceMargin);
    }

    [Fact]
    public void A_debt_binds_margin_where_the_venue_says_so()
    {
        ImmutableArray<MarginTier> debt = [new(new(1_000_000m), new(0.2m), new(0.04m), new(0m))];
        var account = MarginModel.Of(
            [new(new(-3m), new(100m), Ratios, debt), new(new(1_000m), new(1m), Quote, [])], []);
        Assert.Equal((Of("700"), Of("700")), (account.Equity, account.AdjustedEquity));
        Assert.Equal((Of("60"), Of("12")), (account.InitialMargin, account.MaintenanceMargin));
        Assert.Equal(new Rate(60m / 700m), account.Use);
    }

    private static ImmutableArray<CollateralTier> Quote => [new(new(decimal.MaxValue), new(1m))];

    /// <summary>10 000 at the start: 1 coin bought and 1 perpetual sold at 100, whatever they trade at now.</summary>
    private static AccountMargin Hedged(decimal price) => MarginModel.Of(
        [new(new(1m), new(price), Ratios, []), new(new(9_900m), new(1m), Quote, [])],
        [new(new(-1m), new(100m), new(price), Tiers, Rate.Zero)]);

    private static Amount Of(string text) => new(decimal.Parse(text));
}
