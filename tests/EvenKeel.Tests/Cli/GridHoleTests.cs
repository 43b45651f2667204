using System.Globalization;
using EvenKeel.Markets;
using EvenKeel.Tests.Replay;

namespace EvenKeel.Tests.Cli;

/// <summary>What a grid's backtest says of recordings that do not cover its span.</summary>
public sealed class GridHoleTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public GridHoleTests() =>
        _folder.With("funding.csv.gz", Recording.Settled, "BTCUSDT,2025-01-01T00:00:00Z,0.0001");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_year_is_reckoned_from_the_first_bar_to_the_last()
    {
        // Ten days are asked for, and two of them were recorded.
        Recorded("linear", (Instant.At(2025, 1, 5), 2));

        var json = Grid("--json").Json();

        // 5 000 is the most that may be held.
        var matched = Number(json.GetProperty("matchedProfit").GetString());
        var profit = Number(json.GetProperty("profit").GetString());
        Assert.True(matched > 0m);
        Assert.Equal(matched / 5_000m * (365m / 2m), Number(json.GetProperty("matchedApr").GetString()), 12);
        Assert.Equal(profit / 5_000m * (365m / 2m), Number(json.GetProperty("profitApr").GetString()), 12);
    }

    [Fact]
    public void Bars_that_are_missing_are_counted_with_the_longest_hole()
    {
        Recorded("linear", (Instant.At(2025, 1, 1), 1), (Instant.At(2025, 1, 6), 2));

        var json = Grid("--json").Json();
        var told = Grid().Output;

        Assert.Equal(2_880, json.GetProperty("barsWanted").GetInt64());
        Assert.Equal(7 * 288, json.GetProperty("barsMissing").GetInt64());
        Assert.Equal("604800", json.GetProperty("staleSeconds").GetProperty("linear/BTCUSDT").GetString());
        Assert.Contains("stale linear/BTCUSDT [s]", told, StringComparison.Ordinal);
        Assert.Contains(
            "2016 of 2880, the longest hole from 2025-01-02T00:00:00Z to 2025-01-06T00:00:00Z", told,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_recording_without_holes_no_hole_is_told()
    {
        Recorded("linear", (Instant.At(2025, 1, 1), 10));

        var json = Grid("--json").Json();

        Assert.Equal(0, json.GetProperty("barsMissing").GetInt64());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("holeMax").ValueKind);
        Assert.DoesNotContain("bars missing", Grid().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backtest", "grid")]
    [InlineData("sweep", "--vary", "StepShare=0.004,0.008")]
    public void A_grid_on_a_market_that_was_not_recorded_is_refused_by_its_file(params string[] command)
    {
        Recorded("linear", (Instant.At(2025, 1, 1), 10));

        var refused = Run([.. command, "--market", "spot"]);

        refused.AssertRefused("BTCUSDT has bars on spot: the recorded tape has no spot/BTCUSDT-5m.csv.gz");
    }

    [Theory]
    [InlineData("backtest", "grid")]
    [InlineData("sweep", "--vary", "StepShare=0.004,0.008")]
    public void A_grid_over_a_span_without_bars_is_refused(params string[] command)
    {
        Recorded("linear", (Instant.At(2025, 2, 1), 1));

        var refused = Run([.. command, "--market", "linear"]);

        refused.AssertRefused("BTCUSDT has bars on linear: the recorded tape has none in linear/BTCUSDT-5m.csv.gz");
    }

    [Fact]
    public void A_carry_is_refused_when_one_of_its_legs_has_no_bars()
    {
        Recorded("linear", (Instant.At(2025, 1, 1), 10));
        Recorded("spot", (Instant.At(2025, 2, 1), 1));

        var refused = Run("backtest", "funding", "--pairs", "BTCUSDT");

        refused.AssertRefused("BTCUSDT has bars on spot: the recorded tape has none in spot/BTCUSDT-5m.csv.gz");
    }

    private static decimal Number(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>Whole days in which the price goes up and down by two per cent.</summary>
    private void Recorded(string market, params (Instant From, int Days)[] parts) => _folder.With(
        $"{market}/BTCUSDT-5m.csv.gz",
        parts.SelectMany(p => Enumerable.Range(0, p.Days * 288).Select(i => Bar(p.From, i))).Prepend(Recording.Traded));

    private static string Bar(Instant from, int index)
    {
        var (open, close) = index % 2 == 0 ? (100_000, 98_000) : (98_000, 100_000);
        return $"{from + (index * TimeSpan.FromMinutes(5))},{open},100000,98000,{close},1000";
    }

    private Shelled Grid(params string[] more)
    {
        var told = Run(["backtest", "grid", "--market", "linear", .. more]);
        Assert.Equal(0, told.ExitCode);
        return told;
    }

    private Shelled Run(params string[] command) => Shelled.Run(
        [.. command, "--data", _folder.Path, "--from", "2025-01-01", "--to", "2025-01-11"]);
}
