using System.Text.Json;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Markets;

public sealed class InstantTests
{
    [Fact]
    public void Time_is_counted_in_milliseconds_since_1970()
    {
        Assert.Equal(1_735_689_600_000L, Instant.At(2025, 1, 1).Milliseconds);
        Assert.Equal(TimeSpan.FromHours(8), Instant.At(2025, 1, 1, 8) - Instant.At(2025, 1, 1));
        Assert.Equal(Instant.At(2024, 12, 31, 23), Instant.At(2025, 1, 1) - TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_moment_falls_to_the_start_of_its_period() => Assert.Equal(
        Instant.At(2025, 1, 1, 8),
        (Instant.At(2025, 1, 1, 9, 59, 59) + TimeSpan.FromMilliseconds(3)).Floor(TimeSpan.FromHours(2)));

    [Fact]
    public void Never_is_later_than_anything_and_can_still_be_added_to()
    {
        Assert.True(Instant.Never > Instant.At(9999, 1, 1));
        Assert.True(Instant.Never + TimeSpan.FromDays(1) > Instant.Never);
        Assert.Equal("never", Instant.Never.ToString());
    }

    [Fact]
    public void Milliseconds_are_shown_only_when_there_are_any()
    {
        Assert.Equal("2025-01-01T08:00:00Z", Instant.At(2025, 1, 1, 8).ToString());
        Assert.Equal("2025-01-01T08:00:00.005Z", (Instant.At(2025, 1, 1, 8) + TimeSpan.FromMilliseconds(5)).ToString());
    }

    [Fact]
    public void A_moment_is_stored_as_a_whole_number() =>
        Assert.Equal("1735689600000", JsonSerializer.Serialize(Instant.At(2025, 1, 1)));

    [Fact]
    public void The_same_seed_gives_the_same_chance_and_another_subject_another()
    {
        var (one, same, other) = (Chance.Of(7, "fills"), Chance.Of(7, "fills"), Chance.Of(7, "latency"));
        var drawn = Enumerable.Range(0, 100).Select(_ => one.Next()).ToList();
        Assert.Equal(drawn, Enumerable.Range(0, 100).Select(_ => same.Next()));
        Assert.NotEqual(drawn, Enumerable.Range(0, 100).Select(_ => other.Next()));
        Assert.Equal(one.Next(), new Chance(same.State).Next());
    }
}
