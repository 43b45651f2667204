using EvenKeel.Grids;
using EvenKeel.Host.Settings;
using EvenKeel.Markets;
using Microsoft.Extensions.Configuration;

namespace EvenKeel.Host.Tests.Settings;

/// <summary>Every setting is checked before anything starts, and what is wrong is named.</summary>
public sealed class SettingsReadingTests
{
    [Fact]
    public void Without_any_setting_two_pairs_and_a_grid_run_on_paper()
    {
        var options = Read();

        Assert.Equal([new("BTCUSDT"), new("ETHUSDT")], options.Service.Pairs);
        Assert.Equal([new("SOLUSDT")], options.Service.Grids);
        Assert.Equal((5080, "main"), (options.Service.Port, options.Service.Account));
        Assert.Equal(TimeSpan.FromMinutes(5), options.Paper.FundingInterval);
    }

    [Fact]
    public void A_setting_reaches_its_section_whatever_the_case_of_its_name()
    {
        var options = Read(
            ("service:pairs", "ETHUSDT"), ("Carry:MinApr", "0.2"), ("Risk:OpenOrdersMax", "7"), ("Paper:Cash", "5000"),
            ("service:grids", ""), ("Grid:Mode", "Neutral"));

        Assert.Equal([new Symbol("ETHUSDT")], options.Service.Pairs);
        Assert.Equal(new Rate(0.2m), options.Carry.MinApr);
        Assert.Equal(7, options.Risk.OpenOrdersMax);
        Assert.True(options.Service.Grids.IsEmpty);
        Assert.Equal(GridMode.Neutral, options.Grid.Mode);
        Assert.Equal(new Amount(5000m), options.Paper.Cash);
    }

    [Theory]
    [InlineData("Service:Port", "0", "must be a whole number from 1 to 65535")]
    [InlineData("Service:Port", "11111", "must differ from Port")]
    [InlineData("Service:Account", "a b", "must be 1 to 32 letters, digits or hyphens")]
    [InlineData("Service:Pairs", "", "must be symbols such as BTCUSDT")]
    [InlineData("Service:Pairs", "btc/usdt", "must be symbols such as BTCUSDT")]
    [InlineData("Service:Grids", "sol", "must be symbols such as SOLUSDT")]
    [InlineData("Service:Grids", "BTCUSDT", "must not be among Pairs")]
    [InlineData("Service:GridMarket", "Options", "must be one of Spot, Linear")]
    [InlineData("Grid:LevelsBelow", "0", "must be a whole number from 1 to 200")]
    [InlineData("Grid:RangeUpper", "10", "must be given together with RangeLower")]
    [InlineData("Service:TickEvery", "1ms", "must be a duration from 100ms to 1m")]
    [InlineData("Service:Colour", "red", "is not a setting; known are Port")]
    [InlineData("Paper:FundingInterval", "soon", "must be a duration from 1m to 8h")]
    [InlineData("Paper:BarEvery", "7s", "must divide FundingInterval without a rest")]
    [InlineData("Paper:FilePath", "folder/", "must name a file")]
    [InlineData("Carry:SliceMax", "-1", "must be a number from")]
    [InlineData("Servic:Port", "1", "is no section of settings; known are Service")]
    [InlineData("Store:FilePat", "x.db", "is not a setting; known are FilePath")]
    [InlineData("Store:FilePath", "evenkeel-data/venue.json", "must not be the file of")]
    [InlineData("Risk:PriceCollar", "2", "must be a number from 0 to 0.5")]
    public void A_setting_that_breaks_its_rule_is_named_with_its_value_and_the_rule(
        string name, string value, string rule)
    {
        var refused = Assert.Throws<SettingsRefusedException>(() => Read((name, value)));

        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
        Assert.Contains(name.Split(':')[0], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var refused = Assert.Throws<SettingsRefusedException>(() => Read(("Service:Port", "x"), ("Carry:MinApr", "y")));

        Assert.Contains("Service:Port = x", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Carry:MinApr = y", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceOptions Read(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
        .Build().ReadService();
}
