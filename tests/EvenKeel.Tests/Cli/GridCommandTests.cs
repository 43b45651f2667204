using System.Security.Cryptography;
using EvenKeel.Cli.Reports;
using EvenKeel.Markets;
using EvenKeel.Tests.Replay;

namespace EvenKeel.Tests.Cli;

/// <summary><c>backtest grid</c> as a person or a program calls it, on a tape that is made up.</summary>
public sealed class GridCommandTests
{
    private static readonly string[] Keys =
    [
        "bars", "barsWanted", "barsMissing", "holeMax", "staleSeconds", "roundTrips", "matchedProfit", "unrealised",
        "fees", "funding", "profit", "matchedApr", "profitApr", "equityStart", "equityEnd",
        "identityError", "liveOrdersMax", "inventoryMax", "requestsPerMinuteMax", "callsPerMinuteMax", "orders",
        "orderListHash", "sharpe", "drawdownMax", "barsPerSecond", "decisionBarsPerSecond",
    ];

    [Fact]
    public void Json_is_one_object_with_every_key_and_decimals_as_text()
    {
        var json = Synthetic("--json").Json();

        Assert.All(Keys, key => Assert.True(json.TryGetProperty(key, out _), key));
        Assert.Equal("0", json.GetProperty("identityError").GetString());
        Assert.True(json.GetProperty("synthetic").GetBoolean());
        Assert.True(json.GetProperty("roundTrips").GetInt64() > 0);
    }

    [Fact]
    public void The_order_list_that_is_written_has_the_hash_that_is_told()
    {
        using var folder = new DataFolder();
        var orders = Path.Combine(folder.Path, "orders.csv");

        var json = Synthetic("--json", "--orders", orders).Json();

        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(orders)));
        Assert.Equal(hash, json.GetProperty("orderListHash").GetString());
    }

    [Fact]
    public void The_report_draws_candles_ladder_fills_and_pairs_and_asks_for_no_other_file()
    {
        using var folder = new DataFolder();
        var page = Path.Combine(folder.Path, "report.html");

        Synthetic("--report", page, "--market", "linear");

        var html = File.ReadAllText(page);
        Assert.All(
            [
                "Price, ladder, fills", "candle = 2 h", "<circle", "<rect", "Matched pairs", "Equity", "Settings",
                "Synthetic: these",
            ],
            part => Assert.Contains(part, html, StringComparison.Ordinal));
        // Under the candles and each plot below: from the first day to the last.
        Assert.Equal(3, html.Split(">2025-01-01</text>").Length - 1);
        Assert.DoesNotContain("are drawn", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_more_fills_than_are_drawn_the_chart_says_so()
    {
        var report = new GridReplaying { To = Instant.At(2025, 1, 4) }.Synthetic();

        var chart = CandlePlot.Draw(report with { Fills = [.. Enumerable.Repeat(report.Fills[0], 2_001)] });

        Assert.Contains("Of 2,001 fills", chart, StringComparison.Ordinal);
        Assert.Contains("only the last 2,000 of each are drawn", chart, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ledger_that_is_written_holds_every_trade_and_fee()
    {
        using var folder = new DataFolder();
        var ledger = Path.Combine(folder.Path, "ledger.csv");

        Synthetic("--ledger", ledger, "--market", "linear", "--json");

        Assert.Equal(
            ["fee", "funding", "trade"],
            File.ReadLines(ledger).Skip(1).Select(l => l.Split(',')[3]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--market", "futures", "must be spot or linear")]
    [InlineData("--pair", "XYZUSDT", "must trade on spot")]
    [InlineData("--set", "LevelsBelow=0", "LevelsBelow")]
    [InlineData("--set", "RangeUpper=5", "RangeLower")]
    public void What_is_wrong_is_named_with_its_rule(string option, string value, string rule)
    {
        var run = Synthetic(option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(rule, run.Error, StringComparison.Ordinal);
    }

    private static Shelled Synthetic(params string[] more) => Shelled.Run(
        ["backtest", "grid", "--synthetic", "--from", "2025-01-01", "--to", "2025-01-15", .. more]);
}
