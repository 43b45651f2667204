using System.Text;
using EvenKeel.Funding;
using EvenKeel.Grids;
using EvenKeel.Risk;
using EvenKeel.Settings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>The page of settings is written from the tables that read them.</summary>
public sealed class SettingsPageTests
{
    private const string Opening =
        """
        # Settings

        What the rules leave open. A backtest takes them by name, `--set MinApr=0.12`, or from a flat JSON file,
        `--config FILE`; a value out of its range is refused with the name, the value and the rule. Rates are shares
        (0.10 is 10 %); durations are written 500ms, 2s, 30m, 1h, 3d. This page is written by a test from the tables
        that read the settings.

        """;

    [Fact]
    public void The_page_of_settings_says_what_the_tables_hold()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        Write(page, "A carry", ArbSettingTable.Table, new());
        Write(page, "A grid", GridSettingTable.Table, new());
        Write(page, "Limits of new risk", RiskLimits.Table, new());
        WrittenPage.Says("docs/SETTINGS.md", page.ToString());
    }

    [Fact]
    public void Every_default_lies_within_its_range()
    {
        Assert.Empty(new ArbSettings().Validate());
        Assert.Empty(new GridSettings().Validate());
        Assert.Empty(new RiskLimits().Validate());
    }

    private static void Write<T>(StringBuilder page, string title, SettingTable<T> table, T defaults)
        where T : class
    {
        page.Append($"\n## {title}\n\n| name | default | range | what it is |\n|---|---|---|---|\n");
        foreach (var setting in table.Settings)
        {
            var range = setting.Rule.Replace("must be ", string.Empty, StringComparison.Ordinal).Split(", such as ")[0];
            page.Append($"| {setting.Name} | {setting.Show(defaults)} | {range} | {Meaning<T>(setting.Name)} |\n");
        }
    }

    /// <summary>The first sentence of the docstring of the property that the setting is read into.</summary>
    private static string Meaning<T>(string setting) => Repository.SourcesOf("EvenKeel.Core")
        .SelectMany(f => f.Types).First(t => t.Identifier.Text == typeof(T).Name && t is RecordDeclarationSyntax)
        .Members.OfType<PropertyDeclarationSyntax>().Single(p => p.Identifier.Text == setting)
        .Summary().Split(". ")[0].TrimEnd('.').Replace("|", "\\|", StringComparison.Ordinal);
}
