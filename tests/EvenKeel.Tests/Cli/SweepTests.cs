using System.Globalization;
using System.Text.Json;

namespace EvenKeel.Tests.Cli;

/// <summary><c>sweep</c> as a person or a program calls it.</summary>
public sealed class SweepTests
{
    [Fact]
    public void A_sweep_runs_every_combination_and_shows_what_came_after_beside_what_it_chose_by()
    {
        var json = Sweep("--vary", "StepShare=0.004,0.0005,0.008", "--vary", "Mode=Long,Neutral", "--json").Json();

        var lines = json.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(6, lines.Count);
        var run = lines.Take(4).ToList();
        Assert.All(run, l => Assert.Equal(JsonValueKind.Null, l.GetProperty("refused").ValueKind));
        var profits = run.Select(l => decimal.Parse(
            l.GetProperty("profitIn").GetString()!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(profits.OrderDescending(), profits);
        Assert.All(run, l => Assert.True(l.GetProperty("roundTripsOut").GetInt64() > 0));
    }

    [Fact]
    public void A_plan_that_is_refused_comes_last_and_without_figures()
    {
        string[] vary = ["--vary", "StepShare=0.0005,0.004"];
        var refused = Sweep([.. vary, "--json"]).Json().GetProperty("lines").EnumerateArray().Last();

        Assert.Contains("StepShare", refused.GetProperty("refused").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, refused.GetProperty("profitIn").ValueKind);
        var row = Sweep(vary).Output.Split('\n').Last(l => l.Contains("StepShare=0.0005", StringComparison.Ordinal));
        Assert.Equal(["-", "-", "-", "-"], row.Split('│').Skip(2).Take(4).Select(cell => cell.Trim()));
    }

    [Theory]
    [InlineData("must be Name=A,B,C", "--vary", "StepShare")]
    [InlineData("must be Name=A,B,C", "--vary", "=1,2")]
    [InlineData("--vary StepShar = 0.004: is not a setting; known are", "--vary", "StepShar=0.004,0.008")]
    [InlineData("--vary StepShare = 0.9: must be a number from", "--vary", "StepShare=0.004,0.9")]
    [InlineData("--vary StepShare = 0.0040: must be given once", "--vary", "StepShare=0.004,0.0040")]
    [InlineData("must name stepshare once", "--vary", "StepShare=0.004", "--vary", "stepshare=0.005")]
    [InlineData("--threads 0 must be at least 1", "--vary", "StepShare=0.004", "--threads", "0")]
    public void What_cannot_be_swept_is_named_before_anything_is_replayed(string said, params string[] args)
    {
        var refused = Sweep(args);

        Assert.StartsWith("evenkeel: ", refused.Error, StringComparison.Ordinal);
        refused.AssertRefused(said);
    }

    private static Shelled Sweep(params string[] more) => Shelled.Run(
        [
            "sweep", "--synthetic", "--pair", "BTCUSDT", "--market", "linear", "--from", "2025-01-01", "--to",
            "2025-01-11", .. more,
        ]);
}
