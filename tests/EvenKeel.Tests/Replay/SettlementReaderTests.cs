using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

public sealed class SettlementReaderTests
{
    private const string Good = "BTCUSDT,2025-01-01T00:00:00Z,0.0001";

    [Fact]
    public void Rates_are_exact_and_signed()
    {
        var read = Read([Good, "BTCUSDT,2025-01-01T08:00:00Z,-0.00005349"]);

        Assert.Equal(
            [new(Instant.At(2025, 1, 1), new(0.0001m)), new Settlement(Instant.At(2025, 1, 1, 8), new(-0.00005349m))],
            read["BTCUSDT"].All);
    }

    [Fact]
    public void Symbols_come_in_any_order_and_mixed()
    {
        var read = Read(["WIFUSDT,2025-01-01T00:00:00Z,0", Good, "WIFUSDT,2025-01-01T04:00:00Z,0",
            "BTCUSDT,2025-01-01T08:00:00Z,0"]);

        Assert.Equal(["BTCUSDT", "WIFUSDT"], read.Keys);
        Assert.Equal((8, 4), (read["BTCUSDT"].Interval(1)?.Hours, read["WIFUSDT"].Interval(1)?.Hours));
    }

    [Fact]
    public void Only_the_symbols_asked_for_are_given_and_a_stranger_is_absent()
    {
        var read = Read([Good, "WIFUSDT,2025-01-01T00:00:00Z,0"], [new("WIFUSDT"), new("FOOUSDT")]);

        Assert.Equal(["WIFUSDT"], read.Keys);
    }

    [Theory]
    [InlineData("btcusdt,2025-01-01T08:00:00Z,0", "symbol", "btcusdt", "capital letters")]
    [InlineData(",2025-01-01T08:00:00Z,0", "symbol", "", "1 to 32")]
    [InlineData("BTCUSDT,2025-13-01T08:00:00Z,0", "settle_time", "2025-13-01T08:00:00Z", "UTC time")]
    [InlineData("BTCUSDT,2025-01-01T08:00:00Z,", "rate", "", "decimal number")]
    [InlineData("BTCUSDT,2025-01-01T08:00:00Z,1", "rate", "1", "between -1 and 1")]
    [InlineData("BTCUSDT,2025-01-01T00:00:00Z,0", "settle_time", "2025-01-01T00:00:00Z", "twice")]
    [InlineData("BTCUSDT,2024-12-31T16:00:00Z,0", "settle_time", "2024-12-31T16:00:00Z", "row before")]
    [InlineData("BTCUSDT,2025-01-01T08:00:00Z", null, "BTCUSDT,2025-01-01T08:00:00Z", "3 columns")]
    [InlineData("BTCUSDT,2025-01-01T08:00:00Z,0,0", null, "BTCUSDT,2025-01-01T08:00:00Z,0,0", "3 columns")]
    public void A_bad_settlement_is_named_with_its_rule(string row, string? field, string value, string rule)
    {
        var flaw = Assert.Throws<TapeException>(() => Read([Good, row])).Flaw;

        Assert.Equal(("funding.csv.gz", 3L, field, value), (flaw.File, flaw.Line, flaw.Field, flaw.Value));
        Assert.Contains(rule, flaw.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_only_checks_hears_of_each_bad_settlement_and_gets_the_good_ones()
    {
        var flaws = new List<TapeFlaw>();
        using var reader = new SettlementReader(
            Recording.Bytes(Recording.Csv(Recording.Settled, Good, Good, "x,y,z", "BTCUSDT,2025-01-01T08:00:00Z,0")),
            "funding.csv.gz", flaws.Add);

        Assert.Equal(2, reader.Read()["BTCUSDT"].All.Length);
        Assert.Equal([TapeFlawKind.Duplicate, TapeFlawKind.Malformed], flaws.Select(f => f.Kind));
    }

    private static ImmutableSortedDictionary<string, FundingCalendar> Read(string[] rows, Symbol[]? symbols = null)
    {
        using var reader = new SettlementReader(
            Recording.Bytes(Recording.Csv(rows.Prepend(Recording.Settled))), "funding.csv.gz");
        return reader.Read(symbols);
    }
}
