using EvenKeel.Cli.Data;
using EvenKeel.Cli.Shell;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Cli;

/// <summary>What the recorded data is known to hold, counted by other means.</summary>
public sealed class RecordedDataTests
{
    private static readonly Lazy<FolderCheck> Checked = new(() => FolderCheck.Of(Folder(), _ => { }, _ => { }));

    [Fact]
    public void Five_years_of_settlements_are_whole_and_their_sums_exact()
    {
        var btc = Funding("BTCUSDT");

        Assert.Equal((5478, 5478), (btc.Settlements, Funding("ETHUSDT").Settlements));
        Assert.Equal((Instant.At(2021, 1, 1), 8), (btc.First, btc.IntervalHours));
        Assert.Empty(btc.Holes);
        Assert.Equal(
            ["2021 0.38298526", "2022 0.02946321", "2023 0.08883011", "2024 0.12019535", "2025 0.05115692"],
            btc.SumByYear.Select(year => $"{year.Key} {CliJson.Decimal(year.Value)}"));
    }

    [Fact]
    public void The_only_switch_of_interval_is_the_known_one()
    {
        var changed = Funding().Symbols.Where(symbol => symbol.IntervalChanges.Count > 0);

        var wif = Assert.Single(changed);
        Assert.Equal("WIFUSDT", wif.Symbol);
        Assert.Equal(new(Instant.At(2025, 1, 15, 12), 8, 4), Assert.Single(wif.IntervalChanges));
    }

    [Fact]
    public void Holes_of_the_funding_are_found()
    {
        var holes = Funding().Symbols.Where(symbol => symbol.Holes.Count > 0)
            .ToDictionary(symbol => symbol.Symbol, symbol => Assert.Single(symbol.Holes).Hours, StringComparer.Ordinal);

        Assert.Equal(
            ["AAVEUSDT", "ALPHAUSDT", "AVAXUSDT", "CTKUSDT", "LINKUSDT", "LTCUSDT", "NEARUSDT", "TRBUSDT", "TRXUSDT"],
            holes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((16m, 9872m), (holes["TRBUSDT"], holes["AAVEUSDT"]));
    }

    [Fact]
    public void Rows_and_gaps_of_the_bars_are_as_counted()
    {
        Assert.True(Check().Ok);
        Assert.Equal((134_084L, 1, 41_596L), Bars("linear/BTCUSDT-5m.csv.gz"));
        Assert.Equal((79_295L, 8, 25_825L), Bars("spot/BTCUSDT-5m.csv.gz"));
        Assert.Equal((92_337L, 2, 83_343L), Bars("linear/SOLUSDT-5m.csv.gz"));
        Assert.Equal((17_880L, 0, 0L), Bars("mark/BTCUSDT-1h.csv.gz"));
    }

    [Fact]
    public void A_walk_over_two_pairs_meets_every_bar_and_settlement_once()
    {
        var (from, to) = (Instant.At(2025, 1, 1), Instant.At(2025, 8, 1));
        var source = new TimedTape(new FolderTape(Folder()));
        using var tape = new MarketTape(source, [new("BTCUSDT"), new("ETHUSDT")], from, to);

        var moments = 0;
        while (tape.Next())
        {
            moments++;
        }

        Assert.Equal((61_056, 4 * 61_056L, 2 * 636L), (moments, tape.Bars, tape.Settlements));
        Assert.True(source.Reading > TimeSpan.Zero);
    }

    [Fact]
    public void A_pair_that_was_not_recorded_is_refused_by_name()
    {
        var refused = Assert.Throws<TapeException>(() => new MarketTape(
            new FolderTape(Folder()), [new("FOOUSDT")], Instant.At(2025, 1, 1), Instant.At(2025, 2, 1)));

        Assert.Contains("recorded tape, symbol \"FOOUSDT\"", refused.Message, StringComparison.Ordinal);
    }

    private static FolderCheck Check()
    {
        Folder();
        return Checked.Value;
    }

    private static (long Rows, int Gaps, long Missing) Bars(string file)
    {
        var check = Check().Candles.Single(c => c.File == file);
        return (check.Rows, check.GapCount, check.BarsMissing);
    }

    private static FundingCheck Funding() => Check().Funding!;

    private static SymbolFunding Funding(string symbol) => Funding().Symbols.Single(s => s.Symbol == symbol);

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Options.DataVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"reads recorded data, and {Options.DataVariable} is not set");
        return folder!;
    }
}
