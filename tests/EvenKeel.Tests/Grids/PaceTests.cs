using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Grids;

/// <summary>What is counted over time: requests, round trips, how far a price moves.</summary>
public sealed class PaceTests
{
    private static readonly Instant s_start = Instant.At(2025, 3, 10, 12);

    [Fact]
    public void Half_of_a_minutes_budget_can_be_spent_at_once_and_comes_back_over_the_minute()
    {
        var pace = new Pace().Now(s_start, 240);
        Assert.Equal(120, pace.Left(240));
        Assert.Equal(0, pace.Spend(120).Left(240));
        Assert.Equal(30, pace.Spend(120).Now(s_start + TimeSpan.FromSeconds(15), 240).Left(240));
    }

    [Fact]
    public void After_a_clock_that_was_ahead_the_budget_comes_back_as_after_any_other()
    {
        var ahead = new Pace().Now(s_start + TimeSpan.FromMinutes(34), 240).Spend(120);
        Assert.Equal(0, ahead.Now(s_start, 240).Left(240));
        Assert.Equal(30, ahead.Now(s_start, 240).Now(s_start + TimeSpan.FromSeconds(15), 240).Left(240));
    }

    [Fact]
    public void No_minute_has_more_than_the_budget_however_it_is_asked_for()
    {
        var (pace, spent) = (new Pace().Now(s_start, 240), new List<Instant>());
        for (var ms = 0; ms < 180_000; ms += 50)
        {
            var now = s_start + TimeSpan.FromMilliseconds(ms);
            pace = pace.Now(now, 240);
            for (var left = pace.Left(240); left > 0; left--)
            {
                pace = pace.Spend(1);
                spent.Add(now);
            }
        }

        Assert.All(spent, at => Assert.InRange(
            spent.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)), 1, 241));
    }

    [Fact]
    public void Round_trips_are_kept_by_the_hour_for_a_day()
    {
        var totals = GridTotals.None;
        for (var hour = 0; hour < 100; hour++)
        {
            totals = totals.With(new(2m), trip: true, s_start + TimeSpan.FromHours(hour));
        }

        Assert.Equal((100L, new Amount(200m)), (totals.Trips, totals.Matched));
        Assert.Equal((24, new Amount(48m)), totals.LastDay(s_start + TimeSpan.FromHours(99)));
        Assert.Equal(24, totals.Hours.Length);
        Assert.Equal((0, Amount.Zero), totals.LastDay(s_start + TimeSpan.FromHours(200)));
    }

    [Fact]
    public void What_was_earned_in_a_day_is_told_by_the_year() =>
        Assert.Equal(new(0.73m), GridTotals.PerYear(new(10m), new(5_000m), TimeSpan.FromDays(1)));

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
