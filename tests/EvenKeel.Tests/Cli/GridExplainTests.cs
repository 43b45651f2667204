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

    [Fact]
    public void A_plan_that_goes_by_the_range_is_shown_by_it_and_says_so_where_it_is_not_told()
    {
        string[] adaptive = ["--set", "Spacing=Adaptive", "--set", "SizeShrink=10"];
        var told = Explain([.. adaptive, "--json", "--range", "2000"]).Json();
        var (wide, least) = (told.GetProperty("levels")[0], Explain([.. adaptive, "--json"]).Json());

        Assert.True(Opens(wide) < Opens(least.GetProperty("levels")[0]), "a wider step");
        Assert.NotEqual(
            least.GetProperty("levels")[0].GetProperty("worth").GetString(), wide.GetProperty("worth").GetString());
        Assert.True(IsUnknown(adaptive));
        Assert.False(IsUnknown([.. adaptive, "--range", "2000"]));
        Assert.False(IsUnknown());
        Assert.Contains("--range", Explain("--range", "0").Error, StringComparison.Ordinal);

        static bool IsUnknown(params string[] options) =>
            Explain(options).Output.Contains("range unknown", StringComparison.Ordinal);

        static decimal Opens(System.Text.Json.JsonElement level) =>
            decimal.Parse(level.GetProperty("opens").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("--price", "-5", "must be a number above zero")]
    [InlineData("--price", "0.05", "must be from 0.1, the tick of BTCUSDT on spot, to 1000000000")]
    [InlineData("--price", "1000000001", "must be from 0.1, the tick of BTCUSDT on spot, to 1000000000")]
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
    public void A_plan_that_is_refused_says_so_above_its_levels_and_ends_with_1()
    {
        var refused = Explain("--market", "linear", "--set", "QuotePerLevel=50");

        Assert.Equal(1, refused.ExitCode);
        Assert.True(IsAbove("QuotePerLevel = 50", "closes at", refused.Output), refused.Output);
        Assert.Equal(1, Explain("--json", "--market", "linear", "--set", "QuotePerLevel=50").ExitCode);
        Assert.Equal(0, Explain().ExitCode);
    }

    [Fact]
    public void A_cap_below_one_rung_is_said_to_open_nothing()
    {
        const string why = "InventoryMax 1 is less than a rung (499.94)";
        var told = Explain("--set", "InventoryMax=1").Output;
        Assert.Contains("opens nothing", told, StringComparison.Ordinal);
        Assert.True(IsAbove(why, "closes at", told), told);
        Assert.Equal(
            why, Explain("--set", "InventoryMax=1", "--json").Json().GetProperty("opensNothing").GetString());
        Assert.DoesNotContain("opens nothing", Explain().Output, StringComparison.Ordinal);
    }

    private static bool IsAbove(string line, string below, string text) =>
        text.IndexOf(line, StringComparison.Ordinal) is >= 0 and var at
        && at < text.IndexOf(below, StringComparison.Ordinal);

    private static Shelled Explain(params string[] more) =>
        Shelled.Run(["grid", "explain", "--pair", "BTCUSDT", "--price", "100000", .. more]);
}
