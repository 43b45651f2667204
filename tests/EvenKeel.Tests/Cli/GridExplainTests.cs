namespace EvenKeel.Tests.Cli;

/// <summary>What a grid would do, said before it does it.</summary>
public sealed class GridExplainTests
{
    [Fact]
    public void Levels_sizes_capital_and_profit_after_fees_are_told()
    {
        var json = Explain("--json", "--set", "LevelsBelow=3").Json();

        var levels = json.GetProperty("levels").EnumerateArray().ToList();
        Assert.Equal(["99500", "99000", "98500"], levels.Select(l => l.GetProperty("opens").GetString()));
        Assert.Equal("100000", levels[0].GetProperty("closes").GetString());
        Assert.Equal("0.005025", levels[0].GetProperty("size").GetString());
        // 0.005025 × (500 − 0.001 × 199 500)
        Assert.Equal("1.5100125", levels[0].GetProperty("earned").GetString());
        Assert.Equal("1500", json.GetProperty("inventoryMax").GetString());
        Assert.Empty(json.GetProperty("refused").EnumerateArray());
    }

    [Fact]
    public void What_would_be_refused_is_told_with_the_number_that_would_work()
    {
        var told = Explain("--market", "linear", "--set", "QuotePerLevel=50", "--set", "StepShare=0.0005");
        Assert.Contains("refused", told.Output, StringComparison.Ordinal);
        var output = told.Output.ReplaceLineEndings(" ");
        Assert.Contains("must be at least 100.5: 0.001 BTC", output, StringComparison.Ordinal);
        Assert.Contains("StepShare", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--price", "-5", "must be a number above zero")]
    [InlineData("--set", "Mode=Sideways", "Mode = Sideways")]
    public void What_is_wrong_is_named(string option, string value, string rule)
    {
        var told = option == "--price"
            ? Shelled.Run("grid", "explain", "--pair", "BTCUSDT", option, value)
            : Explain(option, value);
        Assert.Equal(2, told.ExitCode);
        Assert.Contains(rule, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_runs_every_combination_and_shows_what_came_after_beside_what_it_chose_by()
    {
        var json = Shelled.Run(
            "sweep", "--synthetic", "--pair", "BTCUSDT", "--market", "linear", "--from", "2025-01-01", "--to",
            "2025-01-11", "--vary", "StepShare=0.004,0.008,0.9", "--vary", "Mode=Long,Neutral", "--json").Json();

        var lines = json.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(6, lines.Count);
        var run = lines.Where(l => l.GetProperty("refused").GetString() is null).ToList();
        Assert.Equal(4, run.Count);
        var profits = run.Select(l => decimal.Parse(
            l.GetProperty("profitIn").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(profits.OrderDescending(), profits);
        Assert.All(run, l => Assert.True(l.GetProperty("roundTripsOut").GetInt64() > 0));
        Assert.All(
            lines.Skip(4),
            l => Assert.Contains("StepShare", l.GetProperty("refused").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("StepShare", "must be Name=A,B,C")]
    [InlineData("=1,2", "must be Name=A,B,C")]
    public void A_sweep_over_nothing_is_refused(string vary, string rule)
    {
        var told = Shelled.Run("sweep", "--synthetic", "--vary", vary);
        Assert.Equal(2, told.ExitCode);
        Assert.Contains(rule, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_over_a_span_without_bars_is_refused()
    {
        using var folder = new DataFolder();
        folder.With("funding.csv.gz", "symbol,settle_time,rate", "BTCUSDT,2025-01-01T00:00:00Z,0.0001")
            .With("linear/BTCUSDT-5m.csv.gz", "open_time,open,high,low,close,volume", "2025-01-01T00:00:00Z,1,1,1,1,1");
        var told = Shelled.Run(
            "sweep", "--data", folder.Path, "--pair", "BTCUSDT", "--market", "linear", "--from", "2025-02-01",
            "--to", "2025-02-11", "--vary", "StepShare=0.004,0.008");
        Assert.Equal(2, told.ExitCode);
        Assert.Contains("must be a span in which BTCUSDT has bars", told.Error, StringComparison.Ordinal);
    }

    private static Shelled Explain(params string[] more) =>
        Shelled.Run(["grid", "explain", "--pair", "BTCUSDT", "--price", "100000", .. more]);
}
