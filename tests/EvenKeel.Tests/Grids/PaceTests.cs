using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Grids;

/// <summary>How many requests a minute takes.</summary>
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
            spent.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)), 1, 240));
    }
}
