using System.CommandLine;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Cli;

/// <summary>Bad input gives one clear line on standard error, nothing on standard output, and exit code 2.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("'--dat'", "data", "verify", "--dat", "x")]
    [InlineData("'--data'", "data", "verify", "--data")]
    [InlineData("'dta'", "dta")]
    [InlineData("command", "data")]
    [InlineData("--data must name a folder, and is empty", "data", "verify", "--data", "")]
    [InlineData("--data \"no-such-folder\" must be a folder that exists", "data", "verify", "--data", "no-such-folder")]
    public void What_is_wrong_with_an_argument_is_said(string said, params string[] args)
    {
        var refused = Shelled.Run(args);

        refused.AssertRefused(said);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_recordings_is_refused()
    {
        using var folder = new DataFolder();

        var refused = Shelled.Run("data", "verify", "--data", folder.Path, "--json");

        refused.AssertRefused("must hold SYMBOL-5m.csv.gz");
    }

    [Fact]
    public void Help_is_no_error()
    {
        var help = Shelled.Run("data", "verify", "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("EVENKEEL_DATA", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flaw_of_the_program_is_not_taken_for_bad_input()
    {
        var root = new RootCommand();
        root.SetAction((ParseResult _) => Fail());

        Assert.Throws<InvalidOperationException>(() => CommandLine.Run(root, [], TextWriter.Null, TextWriter.Null));
    }

    [Fact]
    public void In_json_money_is_text_time_is_iso_and_the_unknown_is_null()
    {
        var json = CliJson.Text(new
        {
            Equity = new Amount(10.50m),
            Rate = new Rate(-0.00000001m),
            Least = 0.0000000000000000000000000001m,
            At = Instant.At(2025, 1, 1),
            Mark = (Price?)null,
            Side = Side.Buy,
            Pair = new EvenKeel.Markets.Symbol("BTCUSDT"),
        });

        Assert.Equal(
            """
            {
              "equity": "10.5",
              "rate": "-0.00000001",
              "least": "0.0000000000000000000000000001",
              "at": "2025-01-01T00:00:00Z",
              "mark": null,
              "side": "buy",
              "pair": "BTCUSDT"
            }
            """,
            json);
    }

    private static int Fail() => throw new InvalidOperationException("a flaw");
}
