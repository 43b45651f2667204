using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Tests.Funding;

public sealed class BasisWatchTests
{
    private static readonly Instant Start = Instant.At(2025, 3, 10, 12);
    private static readonly Price Spot = new(100m);

    [Fact]
    public void A_window_counts_once_however_many_ticks_it_has()
    {
        var watch = Watch();
        for (var second = 0; second < 299; second++)
        {
            watch.Observe(Spot, new(99.5m), Start + TimeSpan.FromSeconds(second));
        }

        Assert.Equal(0, watch.Signal.ToxicPositive);
        watch.Observe(Spot, new(99.5m), Start + TimeSpan.FromSeconds(300));
        Assert.Equal(1, watch.Signal.ToxicPositive);
        watch.Observe(Spot, new(99.5m), Start + TimeSpan.FromSeconds(301));
        Assert.Equal(1, watch.Signal.ToxicPositive);
    }

    [Theory]
    [InlineData("99.7", 3, 0)]
    [InlineData("100.3", 0, 3)]
    [InlineData("99.9", 0, 0)]
    [InlineData("99.8", 0, 0)]
    [InlineData("100.2", 0, 0)]
    public void Only_beyond_the_limit_and_only_on_its_side_is_toxic(string perp, int positive, int negative)
    {
        var watch = Watch();
        Fill(watch, 0, 3, decimal.Parse(perp));
        Assert.Equal((positive, negative), (watch.Signal.ToxicPositive, watch.Signal.ToxicNegative));
    }

    [Fact]
    public void One_good_window_starts_the_row_anew()
    {
        var watch = Watch();
        Fill(watch, 0, 2, 99.7m);
        Fill(watch, 2, 1, 100m);
        Assert.Equal(0, watch.Signal.ToxicPositive);
        Fill(watch, 3, 1, 99.7m);
        Assert.Equal(1, watch.Signal.ToxicPositive);
    }

    [Fact]
    public void A_window_without_a_tick_breaks_the_row()
    {
        var watch = Watch();
        Fill(watch, 0, 2, 99.7m);
        watch.Observe(Spot, new(99.7m), Start + TimeSpan.FromMinutes(20));
        Assert.Equal(0, watch.Signal.ToxicPositive);
    }

    [Fact]
    public void The_median_decides_and_not_one_print()
    {
        var watch = Watch();
        decimal[] prints = [99.9m, 50m, 99.9m, 50m, 99.9m];
        for (var i = 0; i < prints.Length; i++)
        {
            watch.Observe(Spot, new(prints[i]), Start + TimeSpan.FromSeconds(i));
        }

        watch.Observe(Spot, new(99.9m), Start + TimeSpan.FromMinutes(5));
        Assert.Equal(new Rate(-0.001m), watch.Signal.Median);
        Assert.Equal(Start + TimeSpan.FromMinutes(5), watch.Signal.WindowEnd);
        Assert.Equal(0, watch.Signal.ToxicPositive);
    }

    [Fact]
    public void The_median_of_an_even_number_lies_half_way()
    {
        var watch = Watch();
        watch.Observe(Spot, new(99m), Start);
        watch.Observe(Spot, new(101m), Start);
        watch.Observe(Spot, new(100m), Start + TimeSpan.FromMinutes(5));
        Assert.Equal(Rate.Zero, watch.Signal.Median);
    }

    [Fact]
    public void An_observation_from_a_window_that_is_over_is_ignored()
    {
        var watch = Watch();
        Fill(watch, 0, 1, 99.7m);
        watch.Observe(Spot, new(50m), Start);
        Assert.Equal(1, watch.Signal.ToxicPositive);
    }

    [Fact]
    public void Before_the_first_window_is_over_nothing_is_known()
    {
        var watch = Watch();
        watch.Observe(Spot, new(50m), Start);
        Assert.Equal(BasisSignal.None, watch.Signal);
    }

    [Fact]
    public void Observing_takes_no_memory()
    {
        var watch = Watch();
        Fill(watch, 0, 3, 99.7m);
        var at = Start + TimeSpan.FromHours(1);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                watch.Observe(Spot, new(99.7m), at);
                at += TimeSpan.FromSeconds(1);
            }
        }));
    }

    [Fact]
    public void A_busy_window_holds_more_ticks_than_were_foreseen()
    {
        var watch = Watch();
        for (var i = 0; i < 5_000; i++)
        {
            watch.Observe(Spot, new(i % 2 == 0 ? 99m : 99.5m), Start);
        }

        watch.Observe(Spot, new(100m), Start + TimeSpan.FromMinutes(5));
        Assert.Equal(new Rate(-0.0075m), watch.Signal.Median);
    }

    private static BasisWatch Watch() => new(new(0.0020m), TimeSpan.FromMinutes(5));

    /// <summary>Whole windows of one price, and the first tick of the next, which ends the last of them.</summary>
    private static void Fill(BasisWatch watch, int from, int windows, decimal perp)
    {
        for (var second = 0; second <= windows * 300; second += 30)
        {
            watch.Observe(Spot, new(perp), Start + TimeSpan.FromSeconds((from * 300) + second));
        }
    }
}
