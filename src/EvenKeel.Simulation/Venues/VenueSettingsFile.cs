using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Reads the one file that says what the simulated venue assumes: each value beside its source.</summary>
public static class VenueSettingsFile
{
    private static readonly Lazy<VenueSettings> s_default = new(() => Read(TextOfDefault()));

    /// <summary>The settings that are built in.</summary>
    public static VenueSettings Default => s_default.Value;

    /// <summary>The built-in file, as a start for another.</summary>
    public static string TextOfDefault()
    {
        using var stream = typeof(VenueSettingsFile).Assembly.GetManifestResourceStream("venue-settings.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Settings from the text of a file.</summary>
    /// <exception cref="VenueSettingsException">Names the field, its value, the rule and the line.</exception>
    public static VenueSettings Read(string json)
    {
        var text = new SettingsText();
        var root = text.Read(json).Only(
            "sources", "quote", "fees", "book", "delays", "latency", "slowFill", "settledWindow", "quoteBorrow",
            "pairs");
        foreach (var name in root.Object("sources").Names)
        {
            text.Sources.Add(name, root.Object("sources").Text(name));
        }

        var (book, delays, pairs) = (root.Object("book"), root.Object("delays"), root.Object("pairs"));
        return new(
            root.Sourced("quote", n => new Coin(n.Text("value"))),
            TierOf(root.Object("fees").Only("tier", "tiers")),
            book.Only("volumeShare", "depthSlippage").Sourced("volumeShare", n => ShareOf(n, 1m)),
            book.Sourced("depthSlippage", n => ShareOf(n, 0.1m)),
            root.Sourced("settledWindow", n => TimeSpan.FromDays(n.Whole("days", 1, 400))),
            root.Sourced("latency", n => SpanOf(n, 1)),
            new(
                delays.Only("match", "cancel", "orderShown", "fillShown").Sourced("match", n => SpanOf(n, 0)),
                delays.Sourced("cancel", n => SpanOf(n, 0)),
                delays.Sourced("orderShown", n => SpanOf(n, 0)),
                delays.Sourced("fillShown", n => SpanOf(n, 0))),
            root.Sourced("slowFill", SlowOf),
            root.Sourced("quoteBorrow", PairTermsReader.BorrowOf),
            [.. pairs.Names.Select(name => PairTermsReader.PairOf(new(name), pairs.Object(name)))]);
    }

    private static FeeTier TierOf(SettingsNode fees)
    {
        var (name, tiers) = (fees.Text("tier"), fees.Object("tiers"));
        if (!tiers.Has(name))
        {
            throw fees.Wrong("tier", $"must be one of {string.Join(", ", tiers.Names)}");
        }

        var tier = tiers.Object(name).Only("spot", "linear");
        return new(name, tier.Sourced("spot", FeesOf), tier.Sourced("linear", FeesOf));
    }

    private static MakerTaker FeesOf(SettingsNode node) => new(
        new(node.Only("maker", "taker", "source").Number("maker", -0.01m, 0.05m)),
        new(node.Number("taker", -0.01m, 0.05m)));

    private static SlowFill SlowOf(SettingsNode node) => new(
        node.Only("parts", "seconds", "source").Whole("parts", 1, 1000),
        TimeSpan.FromSeconds(node.Whole("seconds", 0, 86_400)));

    private static Rate ShareOf(SettingsNode node, decimal max) =>
        new(node.Only("value", "source").Number("value", 0m, max));

    private static DelaySpan SpanOf(SettingsNode node, int least)
    {
        var min = node.Only("minMs", "maxMs", "source").Whole("minMs", least, 600_000);
        return new(TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds(node.Whole("maxMs", min, 600_000)));
    }
}
