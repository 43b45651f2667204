using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

/// <summary>A bad recording is refused in words: file, line, field, value, rule.</summary>
public sealed class TapeFlawTests
{
    private const string Good = "2025-01-01T00:00:00Z,10,12,9,11,5";

    [Theory]
    [InlineData("2025-01-01 00:05:00Z,10,12,9,11,5", "open_time", "2025-01-01 00:05:00Z", "UTC time")]
    [InlineData("2025-02-29T00:05:00Z,10,12,9,11,5", "open_time", "2025-02-29T00:05:00Z", "UTC time")]
    [InlineData("2025-01-01T24:00:00Z,10,12,9,11,5", "open_time", "2025-01-01T24:00:00Z", "UTC time")]
    [InlineData("2025-01-01T0x:05:00Z,10,12,9,11,5", "open_time", "2025-01-01T0x:05:00Z", "UTC time")]
    [InlineData("2025-01-01T00:06:00Z,10,12,9,11,5", "open_time", "2025-01-01T00:06:00Z", "5 minutes")]
    [InlineData("2025-01-01T00:00:00Z,10,12,9,11,5", "open_time", "2025-01-01T00:00:00Z", "once more")]
    [InlineData("2024-12-31T23:55:00Z,10,12,9,11,5", "open_time", "2024-12-31T23:55:00Z", "after the row before")]
    [InlineData("2025-01-01T00:05:00Z,1e1,12,9,11,5", "open", "1e1", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,,12,9,11,5", "open", "", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,10,12.,9,11,5", "high", "12.", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,10,12,.9,11,5", "low", ".9", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,1.1.1,5", "close", "1.1.1", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,11, 5", "volume", " 5", "decimal number")]
    [InlineData("2025-01-01T00:05:00Z,10,8,9,11,5", "high", "8", "not be below")]
    [InlineData("2025-01-01T00:05:00Z,10,10.5,9,11,5", "high", "10.5", "not be below")]
    [InlineData("2025-01-01T00:05:00Z,10,12,10.1,11,5", "low", "10.1", "not be above")]
    [InlineData("2025-01-01T00:05:00Z,10,12,0,11,5", "low", "0", "above zero")]
    [InlineData("2025-01-01T00:05:00Z,10,12,-9,11,5", "low", "-9", "above zero")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,11,-5", "volume", "-5", "not be negative")]
    public void A_bad_field_is_named_with_its_rule(string row, string field, string value, string rule)
    {
        var flaw = Refused(Recording.Csv(Recording.Traded, Good, row));

        Assert.Equal(("spot/BTCUSDT-5m.csv.gz", 3L, field, value), (flaw.File, flaw.Line, flaw.Field, flaw.Value));
        Assert.Contains(rule, flaw.Rule, StringComparison.Ordinal);
        Assert.StartsWith(
            $"spot/BTCUSDT-5m.csv.gz, line 3, {field} \"{value}\": must", flaw.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,11")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,11,5,6")]
    [InlineData("2025-01-01T00:05:00Z,10,12,9,11,5,")]
    [InlineData("no comma at all")]
    public void A_wrong_number_of_columns_is_said_before_anything_else(string row)
    {
        var flaw = Refused(Recording.Csv(Recording.Traded, Good, row));

        Assert.Equal((3L, null, row), (flaw.Line, flaw.Field, flaw.Value));
        Assert.Equal($"must have 6 columns: {Recording.Traded}", flaw.Rule);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(Good + "\n", "must be the header open_time,open,high,low,close,volume")]
    [InlineData("open_time,high,open,low,close,volume\n", "must be the header")]
    [InlineData(Recording.Marked + "\n", "must be the header")]
    [InlineData(Recording.Settled + "\n", "must be the header")]
    public void A_file_without_its_header_is_refused(string csv, string rule)
    {
        var flaw = Refused(csv);

        Assert.Equal(TapeFlawKind.Unreadable, flaw.Kind);
        Assert.Contains(rule, flaw.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_within_a_line_is_cut_off()
    {
        var flaw = Refused(Recording.Csv(Recording.Traded, Good) + "2025-01-01T00:05:00Z,10,12,9,11,55");

        Assert.Equal((3L, TapeFlawKind.Unreadable), (flaw.Line, flaw.Kind));
        Assert.Contains("cut off", flaw.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_memory_runs_out()
    {
        var flaw = Refused(Recording.Csv(Recording.Traded) + new string('1', 2 * TapeLines.LineMax));

        Assert.Equal((2L, TapeFlawKind.Unreadable), (flaw.Line, flaw.Kind));
        Assert.True(flaw.ToString().Length < 200);
    }

    [Fact]
    public void What_is_shown_of_a_value_fits_on_a_line_and_cannot_steer_a_terminal()
    {
        var row = $"2025-01-01T00:00:00Z,\u001b[2J{new string('9', 99)},1,1,1,1";

        var flaw = Refused(Recording.Csv(Recording.Traded, row));

        Assert.StartsWith("?[2J999", flaw.Value, StringComparison.Ordinal);
        Assert.EndsWith("9…", flaw.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_only_checks_hears_of_each_bad_row_and_gets_the_good_ones()
    {
        var flaws = new List<TapeFlaw>();
        var csv = Recording.Csv(
            Recording.Traded, Good, "2025-01-01T00:05:00Z,10,8,9,11,5", Good, "2025-01-01T00:10:00Z,10,12,9,11,5",
            "2025-01-01T00:05:00Z,10,12,9,11,5");
        using var reader = new CandleReader(Recording.Bytes(csv), new("tape", TapeSteps.Bar), flaws.Add);

        var candles = Recording.ReadAll(reader);

        Assert.Equal([Instant.At(2025, 1, 1), Instant.At(2025, 1, 1, 0, 10)], candles.Select(c => c.OpenTime));
        Assert.Equal(
            [(3L, TapeFlawKind.Malformed), (4L, TapeFlawKind.Duplicate), (6L, TapeFlawKind.OutOfOrder)],
            flaws.Select(f => (f.Line, f.Kind)));
    }

    private static TapeFlaw Refused(string csv) => Assert.Throws<TapeException>(() => Recording.Read(
        csv, new("spot/BTCUSDT-5m.csv.gz", TapeSteps.Bar, Volume: true))).Flaw;
}
