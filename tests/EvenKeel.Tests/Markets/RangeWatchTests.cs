using EvenKeel.Markets;

namespace EvenKeel.Tests.Markets;

/// <summary>How far a price moves, measured over bars.</summary>
public sealed class RangeWatchTests
{
    private static readonly Instant s_start = Instant.At(2025, 3, 10, 12);

    [Fact]
    public void The_average_range_counts_gaps_and_fades_by_its_period()
    {
        var watch = new RangeWatch(TimeSpan.FromHours(1), 2);
        Assert.Null(Next(watch, 0, 100m, 110m, 100m, 105m));
        Assert.Null(Next(watch, 1, 110m, 125m, 110m, 120m));
        // Ranges 10 and 125 − 105 = 20 → 15; then 150 − 120 = 30 → 22.5.
        Assert.Equal(new(15m), Next(watch, 2, 140m, 150m, 140m, 145m));
        Assert.Equal(new(22.5m), Next(watch, 3, 145m, 145m, 145m, 145m));

        static Price? Next(RangeWatch watch, int hour, decimal open, decimal high, decimal low, decimal close)
        {
            watch.Observe(new(
                s_start + TimeSpan.FromHours(hour), new(open), new(high), new(low), new(close), Quantity.Zero));
            return watch.Average;
        }
    }

    [Fact]
    public void Shorter_candles_make_up_a_bar()
    {
        var watch = new RangeWatch(TimeSpan.FromHours(1), 2);
        for (var minute = 0; minute <= 120; minute += 5)
        {
            var middle = 100m + (minute % 60 == 30 ? 3m : 0m);
            watch.Observe(new(
                s_start + TimeSpan.FromMinutes(minute), new(middle), new(middle + 1m), new(middle - 1m), new(middle),
                Quantity.Zero));
        }

        // Each hour went from 99 to 104.
        Assert.Equal(new(5m), watch.Average);
    }
}
