using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Grids;

/// <summary>What round trips add up to: in all, within a day, by the year.</summary>
public sealed class GridTotalsTests
{
    private static readonly Instant s_start = Instant.At(2025, 3, 10, 12);

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
    public void An_hour_that_earned_and_lost_as_much_is_still_one_hour()
    {
        var totals = GridTotals.None.With(new(2m), trip: false, s_start).With(new(-2m), trip: false, s_start)
            .With(new(3m), trip: true, s_start);
        Assert.Equal(new(s_start, 1, new(3m)), Assert.Single(totals.Hours));
    }

    [Fact]
    public void What_was_earned_in_a_day_is_told_by_the_year() =>
        Assert.Equal(new(0.73m), GridTotals.PerYear(new(10m), new(5_000m), TimeSpan.FromDays(1)));
}
