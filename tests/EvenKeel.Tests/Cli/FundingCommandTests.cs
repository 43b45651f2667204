using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using EvenKeel.Cli.Backtests;

namespace EvenKeel.Tests.Cli;

/// <summary><c>backtest funding</c> as a person or a program calls it, on a tape that is made up.</summary>
public sealed class FundingCommandTests
{
    private static readonly string[] Keys =
    [
        "bars", "settlements", "entries", "exits", "notionalHours", "fundingReceived", "interestPaid", "fees",
        "slippage", "basisProfit", "equityStart", "equityEnd", "profit", "identityError", "unhedgedNotionalMax",
        "unhedgedSecondsMax", "staleSeconds", "orders", "orderListHash", "sharpe", "drawdownMax", "wallSeconds",
        "barsPerSecond", "decisionBarsPerSecond",
    ];

    [Fact]
    public void Json_is_one_object_with_every_key_and_decimals_as_text()
    {
        var json = Synthetic("--json").Json();

        Assert.All(Keys, key => Assert.True(json.TryGetProperty(key, out _), key));
        Assert.Equal("0", json.GetProperty("identityError").GetString());
        Assert.Equal(JsonValueKind.String, json.GetProperty("profit").ValueKind);
        Assert.Equal(JsonValueKind.Number, json.GetProperty("entries").ValueKind);
    }

    [Fact]
    public void A_made_up_tape_is_called_synthetic_in_every_output()
    {
        using var folder = new DataFolder();
        var page = Path.Combine(folder.Path, "report.html");

        Assert.Contains("Synthetic tape", Synthetic("--report", page).Output, StringComparison.Ordinal);
        Assert.Contains("Synthetic: these prices", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.True(Synthetic("--json").Json().GetProperty("synthetic").GetBoolean());
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
    public void The_ledger_that_is_written_adds_up_to_the_profit_once_all_is_sold()
    {
        using var folder = new DataFolder();
        var ledger = Path.Combine(folder.Path, "ledger.csv");

        var json = Synthetic("--json", "--hold", "--ledger", ledger).Json();

        var rows = File.ReadLines(ledger).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal("time,pair,coin,kind,quantity,price,rate,amount,market", File.ReadLines(ledger).First());
        Assert.Equal(["fee", "funding", "trade"], rows.Select(r => r[3]).Distinct().Order(StringComparer.Ordinal));
        // What the lots leave over is dust of less than a dollar on each pair.
        var cash = rows.Sum(r => Number(r[7]));
        Assert.InRange(Number(json.GetProperty("profit").GetString()!) - cash, 0m, 2m);
    }

    [Fact]
    public void The_report_is_one_file_that_asks_for_no_other()
    {
        using var folder = new DataFolder();
        var page = Path.Combine(folder.Path, "report.html");

        Synthetic("--report", page);

        var html = File.ReadAllText(page);
        Assert.All(
            ["Equity", "Funding received", "Basis", "Exposure", "Entries and exits", "Settings"],
            title => Assert.Contains(title, html, StringComparison.Ordinal));
        var besideSources = html.Replace("https://bybit", string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain("http", besideSources, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pairs \"XUSDT\" must have both legs", "--pairs", "XUSDT")]
    [InlineData("--pairs \"BTCUSDT\" must be named once", "--pairs", "BTCUSDT,BTCUSDT")]
    [InlineData("--from \"yesterday\" must be a day as yyyy-MM-dd", "--from", "yesterday")]
    [InlineData("must be after --from", "--from", "2025-03-01", "--to", "2025-03-01")]
    [InlineData("--set \"MinApr\" must be Name=Value", "--set", "MinApr")]
    [InlineData("MinApr = high: must be a number", "--set", "MinApr=high")]
    [InlineData("is not a setting; known are", "--set", "MinAprr=1")]
    [InlineData("--set ExitApr = 0.5: must be below MinApr", "--set", "ExitApr=0.5")]
    [InlineData("--set HealthExit = 0.9: must be below HealthReduce", "--set", "HealthExit=0.9")]
    [InlineData("--set OrderNotionalMax = 300000: must not be above", "--set", "OrderNotionalMax=300000")]
    [InlineData("PredictedSource = Venue: must be Settled", "--set", "PredictedSource=Venue")]
    [InlineData("--seed \"-1\" must be a whole number", "--seed", "-1")]
    [InlineData("\"./o.csv\" must not be the file of --orders", "--orders", "o.csv", "--ledger", "./o.csv")]
    [InlineData("--config \"no-such-file\" must be a file that can be read", "--config", "no-such-file")]
    [InlineData("--venue \"no-such-file\" must be a file that can be read", "--venue", "no-such-file")]
    [InlineData("--orders \"none/o.csv\" must be a file in a folder that exists", "--orders", "none/o.csv")]
    public void What_is_wrong_is_said_and_nothing_is_done(string said, params string[] args)
    {
        var refused = Shelled.Run(["backtest", "funding", .. args]);

        refused.AssertRefused(said);
    }

    [Fact]
    public void A_bad_setting_in_a_file_is_named_with_its_line()
    {
        using var folder = new DataFolder();
        var config = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(config, "{\n  \"MinApr\": 0.2,\n  \"ExitApr\": \"low\"\n}\n");

        var refused = Shelled.Run("backtest", "funding", "--config", config);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("line 3: ExitApr = low: must be a number", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_row_is_named_with_file_and_line_and_nothing_is_left_half_written()
    {
        using var folder = new DataFolder();
        folder.With("funding.csv.gz", "symbol,settle_time,rate", "BTCUSDT,2025-01-01T00:00:00Z,0.0001")
            .With("linear/BTCUSDT-5m.csv.gz", "open_time,open,high,low,close,volume", "2025-01-01T00:00:00Z,1,0,1,1,1");
        var orders = Path.Combine(folder.Path, "orders.csv");

        var refused = Shelled.Run(
            "backtest", "funding", "--data", folder.Path, "--pairs", "BTCUSDT", "--orders", orders);

        refused.AssertRefused("linear/BTCUSDT-5m.csv.gz");
        Assert.Contains("line 2", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "orders*"));
    }

    [Fact]
    public void A_span_that_was_not_recorded_is_refused()
    {
        using var folder = new DataFolder();
        folder.With("funding.csv.gz", "symbol,settle_time,rate", "BTCUSDT,2025-01-01T00:00:00Z,0.0001")
            .With("linear/BTCUSDT-5m.csv.gz", "open_time,open,high,low,close,volume", "2025-01-01T00:00:00Z,1,1,1,1,1");

        var refused = Shelled.Run(
            "backtest", "funding", "--data", folder.Path, "--pairs", "BTCUSDT", "--from", "2025-02-01");

        refused.AssertRefused("must be a span in which BTCUSDT has bars");
    }

    [Fact]
    public void A_setting_that_strategy_and_gate_share_is_set_for_both()
    {
        var set = RunSettings.Table.Set(RunSettings.Default, "QuoteAgeMax", "10s").Settings;

        Assert.Equal(TimeSpan.FromSeconds(10), set.Strategy.QuoteAgeMax);
        Assert.Equal(TimeSpan.FromSeconds(10), set.Limits.QuoteAgeMax);
    }

    private static Shelled Synthetic(params string[] args)
    {
        var shelled = Shelled.Run(["backtest", "funding", "--synthetic", "--to", "2025-02-01", .. args]);
        Assert.Equal(0, shelled.ExitCode);
        return shelled;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
