using CsCheck;
using EvenKeel.Settings;

namespace EvenKeel.Tests.Settings;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("2s", 2_000)]
    [InlineData("90s", 90_000)]
    [InlineData("30m", 1_800_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("3d", 259_200_000)]
    [InlineData("0s", 0)]
    public void A_duration_is_written_as_people_write_it(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var span));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), span);
        Assert.Equal(text, Duration.Show(span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1.5h")]
    [InlineData("1h30m")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("01:00:00")]
    public void What_is_no_duration_is_not_guessed_at(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void Every_duration_survives_being_written() => Gen.Long[0, 10_000_000_000].Check(milliseconds =>
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        Assert.True(Duration.TryParse(Duration.Show(span), out var read));
        Assert.Equal(span, read);
    });
}
