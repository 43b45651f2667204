using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>How long a leg stands alone at most, measured off the venue's fills with latency as it is.</summary>
public sealed class UnhedgedTests
{
    private const int Runs = 60;

    [Fact]
    public void With_every_answer_and_the_hedge_taken_three_seconds() => Within(Unhedged.NoFault, 3_000);

    [Fact]
    public void With_a_hedge_that_is_refused_and_taken_back_twice_that()
    {
        Within(Unhedged.HedgeRefused, 6_000);
        Assert.All(Enumerable.Range(1, 10), seed =>
        {
            var outcome = StormRun.Of(Unhedged.HedgeRefused((ulong)seed), VenueSettings.Default).Live();
            Assert.True(outcome.Branches[(int)Branch.TookBack]);
            Assert.Equal(4, outcome.Strikes[(int)Fault.MarginShort]);
        });
    }

    [Fact]
    public void With_a_lost_request_the_receive_window_the_visibility_and_two_queries_more() =>
        Within(Unhedged.LostRequest, 9_500);

    [Fact]
    public void With_a_death_the_failover_and_what_a_lost_request_adds() => Within(Unhedged.OneDeath, 11_000);

    private static void Within(Func<ulong, StormPlan> plan, long bound)
    {
        var times = Unhedged.Of(plan, Runs, VenueSettings.Default);
        Assert.InRange(times.P50, 1, times.P99);
        Assert.InRange(times.Max, times.P99, bound);
    }
}
