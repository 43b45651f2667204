using System.Collections.Immutable;
using CsCheck;
using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Funding;

public sealed class FundingMathTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(3);

    private static readonly Gen<ImmutableArray<Settlement>> Histories = Gen.Select(
        Gen.Select(Gen.Int[1, 8], Repeatably.Decimal(-100_000, 100_000, 8)).Array[1, 120],
        Repeatably.Among(1, 2, 4, 8),
        (drawn, hours) =>
        {
            var (at, history) = (Scene.Now, ImmutableArray.CreateBuilder<Settlement>());
            foreach (var (skip, rate) in drawn)
            {
                history.Add(new(at, new(rate)));
                at -= TimeSpan.FromHours(skip > 6 ? hours * 2 : hours);
            }

            return history.ToImmutable();
        });

    [Theory]
    [InlineData(1, "0.876")]
    [InlineData(2, "0.438")]
    [InlineData(4, "0.219")]
    [InlineData(8, "0.1095")]
    public void The_yearly_rate_uses_the_true_interval(int hours, string apr)
    {
        var interval = TimeSpan.FromHours(hours);
        Assert.Equal(decimal.Parse(apr), FundingMath.Apr(new(0.0001m), interval)!.Value.Value);

        // and so does the mean over a window of such settlements
        var history = Scene.Every(interval, Scene.Now, [.. Enumerable.Repeat(0.0001m, 72 / hours)]);
        Assert.Equal(decimal.Parse(apr), FundingMath.MeanPerYear(history, interval, Window, Scene.Now)!.Value.Value);
    }

    [Fact]
    public void An_unknown_interval_makes_the_rate_unknown()
    {
        Assert.Null(FundingMath.Apr(new(0.0001m), null));
        Assert.Null(FundingMath.Apr(new(0.0001m), TimeSpan.Zero));
        Assert.Null(FundingMath.MeanPerYear(Scene.Settled(0.0001m), null, Window, Scene.Now));
    }

    [Fact]
    public void Without_a_settlement_in_the_window_the_mean_is_unknown()
    {
        var old = Scene.Every(Scene.EightHours, Scene.Now - Window, 0.0001m, 0.0001m);
        Assert.Null(FundingMath.MeanPerYear(old, Scene.EightHours, Window, Scene.Now));
        Assert.Null(FundingMath.MeanPerYear([], Scene.EightHours, Window, Scene.Now));
    }

    [Fact]
    public void Too_little_of_the_window_is_unknown()
    {
        var four = Scene.Settled(0.0001m, 0.0001m, 0.0001m, 0.0001m);
        Assert.Null(FundingMath.MeanPerYear(four, Scene.EightHours, Window, Scene.Now, 0.5m));
        var five = Scene.Settled(0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m);
        Assert.NotNull(FundingMath.MeanPerYear(five, Scene.EightHours, Window, Scene.Now, 0.5m));
    }

    [Fact]
    public void History_in_any_order_gives_the_same_mean() => Histories.Check(history =>
    {
        var chance = new Chance(7);
        var shuffled = history.OrderBy(_ => chance.Next()).ToImmutableArray();
        foreach (var interval in Enumerable.Range(1, 8))
        {
            Assert.Equal(
                FundingMath.MeanPerYear(history, TimeSpan.FromHours(interval), Window, Scene.Now),
                FundingMath.MeanPerYear(shuffled, TimeSpan.FromHours(interval), Window, Scene.Now));
        }
    });

    [Fact]
    public void A_settlement_that_is_told_twice_counts_once() => Histories.Check(history => Assert.Equal(
        FundingMath.MeanPerYear(history, Scene.EightHours, Window, Scene.Now),
        FundingMath.MeanPerYear(history.AddRange(history), Scene.EightHours, Window, Scene.Now)));

    [Fact]
    public void What_is_not_settled_yet_does_not_count() => Histories.Check(history => Assert.Equal(
        FundingMath.MeanPerYear(history, Scene.EightHours, Window, Scene.Now),
        FundingMath.MeanPerYear(
            history.Add(new(Scene.Now + TimeSpan.FromHours(8), new(0.5m))), Scene.EightHours, Window, Scene.Now)));

    [Fact]
    public void The_mean_lies_between_the_lowest_and_the_highest_rate_of_an_even_history() => Gen.Select(
        Repeatably.Decimal(-100_000, 100_000, 8).Array[9, 9], Repeatably.Among(1, 2, 4, 8)).Check(drawn =>
    {
        var (rates, hours) = drawn;
        var interval = TimeSpan.FromHours(hours);
        var history = Scene.Every(interval, Scene.Now, rates);
        var mean = FundingMath.MeanPerYear(history, interval, interval * 9, Scene.Now)!.Value.Value;
        var perInterval = mean * hours / 8760m;
        Assert.InRange(perInterval, rates.Min() - 0.000000000001m, rates.Max() + 0.000000000001m);
    });

    [Fact]
    public void A_change_of_the_interval_neither_halves_nor_doubles_the_mean()
    {
        // Given eight-hour settlements of 0.0002 that become four-hour settlements of 0.0001: the same per hour
        var eight = Scene.Every(
            Scene.EightHours, Scene.Now - TimeSpan.FromHours(24), 0.0002m, 0.0002m, 0.0002m, 0.0002m);
        var four = Scene.Every(
            TimeSpan.FromHours(4), Scene.Now, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m);

        // Then the mean is what either pays
        Assert.Equal(
            0.219m, Rounded(FundingMath.MeanPerYear([.. eight, .. four], TimeSpan.FromHours(4), Window, Scene.Now)));
    }

    [Fact]
    public void A_missing_settlement_does_not_thin_the_mean()
    {
        var gap = Scene.Settled(
            0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m, 0.0001m).RemoveAt(4);
        Assert.Equal(0.1095m, Rounded(FundingMath.MeanPerYear(gap, Scene.EightHours, Window, Scene.Now)));
    }

    [Fact]
    public void Carry_earns_the_rate_in_its_direction_less_interest()
    {
        Assert.Equal(new Rate(0.30m), FundingMath.Carry(CarryDirection.Positive, new(0.30m), Rate.Zero));
        Assert.Equal(new Rate(0.25m), FundingMath.Carry(CarryDirection.Negative, new(-0.30m), new(0.05m)));
        Assert.Equal(new Rate(-0.35m), FundingMath.Carry(CarryDirection.Negative, new(0.30m), new(0.05m)));
    }

    [Fact]
    public void A_short_receives_a_positive_rate_and_a_long_pays_it()
    {
        Assert.Equal(new Amount(0.6m), FundingMath.Flow(new(-2m), new(3_000m), new(0.0001m)));
        Assert.Equal(new Amount(-0.6m), FundingMath.Flow(new(2m), new(3_000m), new(0.0001m)));
        Assert.Equal(new Amount(0.6m), FundingMath.Flow(new(2m), new(3_000m), new(-0.0001m)));
    }

    [Fact]
    public void The_basis_is_positive_where_the_perpetual_is_dearer()
    {
        Assert.Equal(new Rate(0.002m), FundingMath.Basis(new(100m), new(100.2m)));
        Assert.Equal(new Rate(-0.002m), FundingMath.Basis(new(100m), new(99.8m)));
    }

    [Fact]
    public void The_last_settlement_is_read_by_the_interval_that_it_ended()
    {
        // Given the last settlement four hours after the one before, and an interval that is one hour from now on
        var history = Scene.Every(TimeSpan.FromHours(4), Scene.Now, 0.0002m, 0.0001m);
        Assert.Equal(0.219m, FundingMath.Settled(history, TimeSpan.FromHours(1), Scene.Now, 0)!.Value.Value);
        Assert.Null(FundingMath.Settled(history, TimeSpan.FromHours(1), Scene.Now, 2));
        Assert.Null(FundingMath.Settled(history, null, Scene.Now, 0));
    }

    private static decimal Rounded(Rate? rate) => Math.Round(rate!.Value.Value, 12);
}
