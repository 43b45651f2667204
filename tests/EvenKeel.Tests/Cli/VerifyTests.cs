using System.Text.Json;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Tests.Replay;

namespace EvenKeel.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_span_and_every_gap_of_a_file_are_told()
    {
        _folder.With("spot/BTCUSDT-5m.csv.gz", Bars(0, 1, 4, 5, 7).Prepend(Recording.Traded));

        var verified = Verify();

        var file = Assert.Single(verified.Json().GetProperty("candles").EnumerateArray());
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Equal("spot/BTCUSDT-5m.csv.gz BTCUSDT 5m", Texts(file, "file", "symbol", "step"));
        Assert.Equal("2025-01-01T00:00:00Z 2025-01-01T00:35:00Z", Texts(file, "first", "last"));
        Assert.Equal("5 2 3", Texts(file, "rows", "gapCount", "barsMissing"));
        Assert.Equal("0 0 0", Texts(file, "duplicates", "outOfOrder", "badRows"));
        Assert.Equal(
            ["2025-01-01T00:10:00Z 2025-01-01T00:20:00Z 2", "2025-01-01T00:30:00Z 2025-01-01T00:35:00Z 1"],
            file.GetProperty("gaps").EnumerateArray().Select(gap => Texts(gap, "from", "to", "bars")));
    }

    [Fact]
    public void An_interval_switch_and_a_hole_of_the_funding_are_told()
    {
        _folder.With(
            "funding.csv.gz",
            Funding((0, "0.0001"), (8, "0.0001"), (12, "0.00005"), (16, "-0.0002"), (32, "0.0001"), (36, "0.0001")));

        var symbol = Verify().Json().GetProperty("funding").GetProperty("symbols")[0];

        Assert.Equal("WIFUSDT 6 8", Texts(symbol, "symbol", "settlements", "intervalHours"));
        Assert.Equal(
            ["2024-12-31T12:00:00Z 8 4"],
            symbol.GetProperty("intervalChanges").EnumerateArray().Select(c => Texts(c, "at", "fromHours", "toHours")));
        Assert.Equal(
            ["2024-12-31T16:00:00Z 2025-01-01T08:00:00Z 16"],
            symbol.GetProperty("holes").EnumerateArray().Select(hole => Texts(hole, "from", "to", "hours")));
    }

    [Fact]
    public void Funding_is_summed_per_calendar_year_exactly_and_told_as_text()
    {
        _folder.With("funding.csv.gz", Funding((0, "0.1"), (8, "0.2"), (16, "-0.00000001"), (24, "0.0003")));

        var sums = Verify().Json().GetProperty("funding").GetProperty("symbols")[0].GetProperty("sumByYear");

        Assert.Equal(JsonValueKind.String, sums.GetProperty("2024").ValueKind);
        Assert.Equal("0.29999999 0.0003", Texts(sums, "2024", "2025"));
    }

    [Fact]
    public void Bad_rows_are_counted_by_kind_named_apart_and_fail_the_check()
    {
        _folder.With(
            "linear/BTCUSDT-5m.csv.gz",
            [Recording.Traded, .. Bars(0, 1, 1, 0), "2025-01-01T00:10:00Z,10,8,9,11,5", .. Bars(3)]);

        var verified = Verify();

        var file = verified.Json().GetProperty("candles")[0];
        Assert.Equal("3 1 1 1", Texts(file, "rows", "duplicates", "outOfOrder", "badRows"));
        Assert.Equal(2, verified.ExitCode);
        Assert.Contains(
            "evenkeel: linear/BTCUSDT-5m.csv.gz, line 6, high \"8\": must not be below open, low or close",
            verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_bad_rows_the_first_are_shown_and_the_rest_counted()
    {
        _folder.With("spot/BTCUSDT-5m.csv.gz", Enumerable.Repeat("bad", 100).Prepend(Recording.Traded));

        var lines = Verify().Error.TrimEnd().Split('\n');

        Assert.Equal(6, lines.Length);
        Assert.Contains("spot/BTCUSDT-5m.csv.gz: 95 more like these", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_hide_the_others()
    {
        var zipped = DataFolder.Zipped(Recording.Csv(Bars(0, 1, 2).Prepend(Recording.Traded)));
        _folder.With("linear/AAAUSDT-5m.csv.gz", zipped[..^12])
            .With("linear/BBBUSDT-5m.csv.gz", [1, 2, 3])
            .With("linear/CCCUSDT-5m.csv.gz", Bars(0, 1).Prepend(Recording.Traded))
            .With("mark/CCCUSDT-1h.csv.gz", Bars(0).Prepend(Recording.Traded));

        var verified = Verify();

        var files = verified.Json().GetProperty("candles").EnumerateArray().ToList();
        Assert.Equal(
            [true, true, false, true],
            files.Select(file => file.GetProperty("unreadable").ValueKind == JsonValueKind.String));
        Assert.Equal("2", Texts(files[2], "rows"));
        Assert.Equal(2, verified.ExitCode);
        Assert.Contains("mark/CCCUSDT-1h.csv.gz, line 1", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_folder_will_do_and_what_is_no_recording_is_named()
    {
        _folder.With("funding.csv.gz", Funding((0, "0")))
            .With("universe/deep/X1USDT-1h.csv.gz", Bars(0, 12).Prepend(Recording.Traded))
            .With("README.md", [1])
            .With("universe/x1usdt-1h.csv.gz", [1]);

        var verified = Verify().Json();

        Assert.Equal("2 0", Texts(verified.GetProperty("candles")[0], "rows", "gapCount"));
        Assert.Equal(
            ["README.md", "universe/x1usdt-1h.csv.gz"],
            verified.GetProperty("ignored").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void People_get_tables()
    {
        _folder.With("spot/BTCUSDT-5m.csv.gz", Bars(0, 1, 4).Prepend(Recording.Traded))
            .With("funding.csv.gz", Funding((0, "0.0001"), (8, "0.0001"), (12, "0.0001")));

        var verified = Shelled.Run("data", "verify", "--data", _folder.Path);

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Contains("2025-01-01T00:10:00Z → 2025-01-01T00:20:00Z", verified.Output, StringComparison.Ordinal);
        Assert.Contains("8 h → 4 h at 2024-12-31T12:00:00Z", verified.Output, StringComparison.Ordinal);
    }

    private Shelled Verify() => Shelled.Run("data", "verify", "--data", _folder.Path, "--json");

    private static IEnumerable<string> Bars(params IEnumerable<int> indexes) =>
        indexes.Select(i => Recording.Candle(Instant.At(2025, 1, 1) + (TapeSteps.Bar * i)));

    private static IEnumerable<string> Funding(params IEnumerable<(int Hour, string Rate)> settlements) => settlements
        .Select(s => $"WIFUSDT,{Instant.At(2024, 12, 31) + TimeSpan.FromHours(s.Hour)},{s.Rate}")
        .Prepend(Recording.Settled);

    private static string Texts(JsonElement element, params IEnumerable<string> names) =>
        string.Join(' ', names.Select(name => element.GetProperty(name).ToString()));
}
