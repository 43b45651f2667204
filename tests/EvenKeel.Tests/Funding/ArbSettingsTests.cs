using System.Text.Json;
using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Funding;

public sealed class ArbSettingsTests
{
    [Fact]
    public void The_defaults_break_no_rule() => Assert.Empty(new ArbSettings().Validate());

    [Fact]
    public void Every_property_is_a_setting_and_every_setting_a_property() => Assert.Equal(
        typeof(ArbSettings).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
        ArbSettingTable.Table.Settings.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_setting_is_shown_as_the_text_that_sets_it() =>
        Assert.All(ArbSettingTable.Table.Settings, setting =>
        {
            var change = new ArbSettings().Set(setting.Name, setting.Show(new()));
            Assert.Null(change.Violation);
            Assert.Equal(new ArbSettings(), change.Settings);
        });

    [Fact]
    public void A_setting_is_set_by_its_name_whatever_its_case()
    {
        var settings = new ArbSettings().Set("exitapr", "0").Settings.Set("Window", "36h").Settings
            .Set("Style", "patient").Settings.Set("NegativeCarry", "false").Settings
            .Set("QuoteBorrowApr", "0.08").Settings;
        Assert.Equal(Rate.Zero, settings.ExitApr);
        Assert.Equal(TimeSpan.FromHours(36), settings.Window);
        Assert.Equal(EntryStyle.Patient, settings.Style);
        Assert.False(settings.NegativeCarry);
        Assert.Equal(new Rate(0.08m), settings.QuoteBorrowApr);
        Assert.Null(settings.Set("QuoteBorrowApr", "none").Settings.QuoteBorrowApr);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var change = new ArbSettings().Set("MinimumApr", "0.1");
        Assert.Equal("MinimumApr", change.Violation!.Field);
        Assert.Contains("MinApr", change.Violation.Rule, StringComparison.Ordinal);
        Assert.Contains("ToxicBasis", change.Violation.Rule, StringComparison.Ordinal);
        Assert.Equal(new ArbSettings(), change.Settings);
    }

    [Theory]
    [InlineData("MinApr", "ten", "number")]
    [InlineData("MinApr", "1,5", "number")]
    [InlineData("MinApr", "1e3", "number")]
    [InlineData("MinApr", "101", "from -10 to 100 [1/year]")]
    [InlineData("Window", "3", "3d")]
    [InlineData("Window", "-3d", "duration")]
    [InlineData("Window", "91d", "to 90d")]
    [InlineData("Window", "99999999999999999999d", "duration")]
    [InlineData("ToxicWindows", "2.5", "whole number")]
    [InlineData("ToxicWindows", "0", "from 1")]
    [InlineData("Style", "Slow", "Aggressive, Patient")]
    [InlineData("Style", "1", "Aggressive, Patient")]
    [InlineData("Lead", "Inverse", "Spot, Linear")]
    [InlineData("NegativeCarry", "yes", "true or false")]
    [InlineData("QuoteBorrowApr", "free", "none, or a number")]
    [InlineData("RecvWindow", "100ms", "from 500ms to 5s")]
    [InlineData("VisibilityDelay", "1s", "from 2s to 30s")]
    public void A_bad_value_is_refused_with_field_value_and_rule(string name, string text, string rule)
    {
        var change = new ArbSettings().Set(name, text);
        Assert.Equal((name, text), (change.Violation!.Field, change.Violation.Value));
        Assert.Contains(rule, change.Violation.Rule, StringComparison.Ordinal);
        Assert.Equal(new ArbSettings(), change.Settings);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var wrong = new ArbSettings
        {
            ExitApr = new(0.2m),
            HealthReduce = new(0.9m),
            HealthExit = new(0.95m),
            ToxicWindows = 0,
            WideCap = new(0.0001m),
        };
        Assert.Equal(
            ["ToxicWindows", "ExitApr", "HealthReduce", "HealthExit", "WideCap"],
            wrong.Validate().Select(v => v.Field));
        Assert.Contains("below MinApr", wrong.Validate()[1].Rule, StringComparison.Ordinal);
        Assert.Equal("0.2", wrong.Validate()[1].Value);
    }

    [Fact]
    public void A_file_sets_what_it_names_and_leaves_the_rest()
    {
        var reading = new ArbSettings().Read(
            """
            {
              // comments are allowed
              "MinApr": 0.12,
              "Window": "2d",
              "NegativeCarry": false,
              "QuoteBorrowApr": "none"
            }
            """);
        Assert.Empty(reading.Violations);
        Assert.Equal(
            new ArbSettings { MinApr = new(0.12m), Window = TimeSpan.FromDays(2), NegativeCarry = false },
            reading.Settings);
    }

    [Fact]
    public void A_bad_file_is_answered_line_by_line_and_changes_nothing()
    {
        var reading = new ArbSettings().Read(
            """
            {
              "MinApr": "much",
              "Windows": "2d",
              "HoldDays": 30,
              "HoldDays": 31,
              "Health": { "Entry": 0.8 }
            }
            """);
        Assert.Equal([2, 3, 5, 6], reading.Violations.Select(v => v.Line!.Value));
        Assert.Equal(["MinApr", "Windows", "HoldDays", "Health"], reading.Violations.Select(v => v.Field));
        Assert.Equal(new ArbSettings(), reading.Settings);
        Assert.StartsWith(
            "line 2: MinApr = much: must be a number", reading.Violations[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("[]", 1)]
    [InlineData("{\n\"MinApr\": 0.1", 2)]
    [InlineData("{\n\"MinApr\" 0.1 }", 2)]
    public void What_is_no_flat_object_is_refused_with_its_line(string json, int line)
    {
        var reading = new ArbSettings().Read(json);
        Assert.NotEmpty(reading.Violations);
        Assert.Equal(line, reading.Violations[0].Line);
        Assert.Equal(new ArbSettings(), reading.Settings);
    }

    [Fact]
    public void Values_of_a_file_that_contradict_each_other_are_refused_together()
    {
        var reading = new ArbSettings().Read("""{ "MinApr": -0.2, "ExitApr": -0.1 }""");
        Assert.Equal("ExitApr", Assert.Single(reading.Violations).Field);
        Assert.Equal(new ArbSettings(), reading.Settings);
    }

    [Fact]
    public void Settings_survive_being_stored_with_a_position()
    {
        var settings = new ArbSettings
        {
            MinApr = new(0.1234m),
            QuoteBorrowApr = new(0.1m),
            Style = EntryStyle.Patient,
        };
        Assert.Equal(settings, JsonSerializer.Deserialize<ArbSettings>(JsonSerializer.Serialize(settings)));
    }
}
