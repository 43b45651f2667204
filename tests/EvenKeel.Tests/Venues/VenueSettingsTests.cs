using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>The one file of what the venue assumes: every value with its source, every error with its place.</summary>
public sealed class VenueSettingsTests
{
    private static readonly string Text = VenueSettingsFile.TextOfDefault();

    [Fact]
    public void The_built_in_settings_name_lots_ticks_fees_and_borrow_terms()
    {
        var settings = VenueSettings.Default;

        Assert.Equal((0.001m, 0.000001m), Lots(settings, "BTCUSDT"));
        Assert.Equal((0.01m, 0.00001m), Lots(settings, "ETHUSDT"));
        Assert.Equal((0.1m, 0.001m), Lots(settings, "SOLUSDT"));
        Assert.Equal(0.0031m, 2m * (settings.FeeRates.SpotTaker + settings.FeeRates.PerpTaker).Value);
        Assert.Equal((0.001m, 0.0002m), (settings.FeeRates.SpotMaker.Value, settings.FeeRates.PerpMaker.Value));
        Assert.Equal(0.00000147m, settings.Find(new("BTCUSDT"))!.Borrow!.Value.HourlyRate.Value);
        Assert.Null(settings.Find(new("NOPEUSDT")));
        Assert.Null(settings.InstrumentOf(Market.Spot, new("YFIUSDT"), Scene.Start));
    }

    [Fact]
    public void Every_value_has_a_source_and_short_names_are_spelt_out()
    {
        var settings = VenueSettings.Default;

        Assert.All(settings.Pairs, p =>
        {
            Assert.Contains(' ', p.Perp.Source);
            Assert.All(new[] { p.Spot, p.Linear }.OfType<LegTerms>().SelectMany(Sources), s => Assert.Contains(' ', s));
        });
        Assert.StartsWith("assumed", settings.VolumeShare.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Maintenance_margin_does_not_jump_between_tiers()
    {
        Assert.All(VenueSettings.Default.Pairs, p =>
        {
            foreach (var (low, high) in p.Perp.Value.Zip(p.Perp.Value.Skip(1)))
            {
                var at = low.ValueMax;
                Assert.Equal(
                    (at * low.MaintenanceRate) - low.Deduction, (at * high.MaintenanceRate) - high.Deduction);
            }
        });
    }

    [Theory]
    [InlineData("Share\": { \"value\": 0.1", "Share\": { \"value\": 1.1", "book.volumeShare.value", "1.1")]
    [InlineData("\"tier\": \"nonVip\"", "\"tier\": \"vip9\"", "fees.tier", "vip9")]
    [InlineData("\"base\": \"ETH\"", "\"base\": 3", "pairs.ETHUSDT.base", "3")]
    [InlineData("\"parts\": 1", "\"parts\": 0", "slowFill.parts", "0")]
    [InlineData("\"minMs\": 20, \"maxMs\": 120", "\"minMs\": 20, \"maxMs\": 19", "latency.maxMs", "19")]
    [InlineData("\"minMs\": 20, \"maxMs\": 120", "\"minMs\": 0, \"maxMs\": 120", "latency.minMs", "0")]
    [InlineData("2025-03-21T10:00:00Z", "lately", "pairs.BTCUSDT.spot.ticks.steps.from", "lately")]
    [InlineData("\"ratio\": 0.95", "\"ratio\": -1", "pairs.BTCUSDT.collateral.tiers.ratio", "-1")]
    [InlineData("\"quote\": {", "\"quota\": {", "quota", "must")]
    [InlineData("nance\": 0.015", "nance\": 0.001", "pairs.BTCUSDT.perpMargin.tiers.valueMax", "20000000")]
    public void A_value_that_cannot_be_taken_is_named_with_its_rule_and_its_line(
        string old, string changed, string field, string value)
    {
        var error = Assert.Throws<VenueSettingsException>(() => VenueSettingsFile.Read(Once(old, changed))).Violation;

        Assert.Equal(field, error.Field);
        Assert.True(value == "must" || error.Value == value, error.ToString());
        Assert.NotEmpty(error.Rule);
        Assert.Equal(Text[..Text.IndexOf(old, StringComparison.Ordinal)].Count(c => c == '\n') + 1, error.Line);
    }

    [Fact]
    public void A_missing_value_is_named_with_the_line_of_what_lacks_it()
    {
        var text = Once("\"hourlyRate\": 0.00000147, ", string.Empty);

        var error = Assert.Throws<VenueSettingsException>(() => VenueSettingsFile.Read(text)).Violation;

        Assert.Equal(("pairs.BTCUSDT.borrow.hourlyRate", "(missing)"), (error.Field, error.Value));
        Assert.NotNull(error.Line);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("[]", 1)]
    [InlineData("{\n\"quote\": {},\n\"quote\": {}\n}", 3)]
    [InlineData("{\n\"quote\": }", 2)]
    public void What_is_no_JSON_object_is_an_error_with_its_line(string json, int line)
    {
        var error = Assert.Throws<VenueSettingsException>(() => VenueSettingsFile.Read(json)).Violation;

        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void A_setting_without_a_source_is_refused()
    {
        var text = Once(", \"source\": \"Bybit USDT perpetuals settle in USDT\"", string.Empty);

        var error = Assert.Throws<VenueSettingsException>(() => VenueSettingsFile.Read(text)).Violation;

        Assert.Equal("quote.source", error.Field);
    }

    private static string[] Sources(LegTerms leg) =>
        [leg.Ticks.Source, leg.Lot.Source, leg.QuantityMin.Source, leg.NotionalMin.Source, leg.HalfSpread.Source];

    private static (decimal Linear, decimal Spot) Lots(VenueSettings settings, string symbol) => (
        settings.InstrumentOf(Market.Linear, new(symbol), Scene.Start)!.Lot.Value,
        settings.InstrumentOf(Market.Spot, new(symbol), Scene.Start)!.Lot.Value);

    private static string Once(string old, string changed)
    {
        var at = Text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, old);
        return Text[..at] + changed + Text[(at + old.Length)..];
    }
}
