using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

public sealed class FundingCalendarTests
{
    private static readonly Instant Start = Instant.At(2025, 1, 15);

    [Fact]
    public void The_interval_of_a_settlement_is_the_time_since_the_one_before()
    {
        var calendar = Settling(0, 8, 12, 14, 15);

        Assert.Equal([8, 8, 4, 2, 1], Hours(calendar));
    }

    [Fact]
    public void A_switch_is_known_when_the_interval_begins_that_it_shortens()
    {
        var calendar = Settling(0, 8, 12, 16);

        Assert.Equal((8.0, At(8)), Announced(calendar, At(7.9)));
        Assert.Equal((4.0, At(12)), Announced(calendar, At(8)));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(3)]
    [InlineData(8.5)]
    [InlineData(9056)]
    public void A_hole_has_no_interval_and_no_next_settlement(double hole)
    {
        var calendar = Settling(0, 8, 8 + hole, 16 + hole);

        Assert.Equal([8, 8, null, 8], Hours(calendar));
        Assert.Equal((null, null), Announced(calendar, At(8)));
        Assert.Equal((null, null), Announced(calendar, At(7.9 + hole)));
        Assert.Equal((8.0, At(16 + hole)), Announced(calendar, At(8 + hole)));
    }

    [Fact]
    public void Outside_the_recording_nothing_is_known()
    {
        var calendar = Settling(0, 8, 16);

        Assert.Equal((8.0, At(0)), Announced(calendar, At(-1)));
        Assert.Null(calendar.Next(At(-9)));
        Assert.Null(calendar.LastSettled(At(-0.1)));
        Assert.Equal((null, null), Announced(calendar, At(16)));
        Assert.Equal(At(16), calendar.LastSettled(At(500))?.At);
        Assert.Equal((null, null), Announced(FundingCalendar.Empty, At(0)));
        Assert.Null(Settling(0).Interval(0));
    }

    [Fact]
    public void A_settlement_is_known_from_its_own_moment_on()
    {
        var calendar = Settling(0, 8, 16);

        Assert.Equal(At(0), calendar.LastSettled(At(7.99))?.At);
        Assert.Equal(At(8), calendar.LastSettled(At(8))?.At);
        Assert.Equal([At(8), At(16)], calendar.Settled(At(0), At(16)).ToArray().Select(s => s.At));
        Assert.True(calendar.Settled(At(16), At(0)).IsEmpty);
    }

    [Fact]
    public void What_is_to_come_changes_no_answer_but_the_time_of_the_next_settlement() => Gen.Select(
        Gen.Int[1, 12].Array[3, 20], Gen.Int[0, 99], Gen.Int[1, 12].Array[0, 5]).Check(drawn =>
    {
        var (steps, percent, otherSteps) = drawn;
        var hours = Sums(0, steps);
        var now = At(hours[^1] * percent / 100.0);
        var untilNext = hours.FindIndex(hour => At(hour) > now) + 1;
        var otherHours = hours.Take(untilNext).Concat(Sums(hours[untilNext - 1], otherSteps).Skip(1));
        var seen = Recording.Calendar(hours.Select(hour => (At(hour), 0.0001m)));
        var other = Recording.Calendar(otherHours.Select(hour => (At(hour), At(hour) > now ? -0.5m : 0.0001m)));

        Assert.Equal(Announced(seen, now), Announced(other, now));
        Assert.Equal(seen.LastSettled(now), other.LastSettled(now));
        Assert.Equal(seen.Settled(At(-1), now).ToArray(), other.Settled(At(-1), now).ToArray());
    });

    private static List<int> Sums(int from, IEnumerable<int> steps) =>
        steps.Aggregate(new List<int> { from }, (sums, step) => [.. sums, sums[^1] + step]);

    private static (double? Hours, Instant? Next) Announced(FundingCalendar calendar, Instant at) =>
        (calendar.IntervalAt(at)?.TotalHours, calendar.Next(at));

    private static int?[] Hours(FundingCalendar calendar) =>
        [.. Enumerable.Range(0, calendar.All.Length).Select(i => (int?)calendar.Interval(i)?.TotalHours)];

    private static FundingCalendar Settling(params double[] hours) =>
        Recording.Calendar(hours.Select(hour => (At(hour), 0.0001m)));

    private static Instant At(double hours) => Start + TimeSpan.FromHours(hours);
}
