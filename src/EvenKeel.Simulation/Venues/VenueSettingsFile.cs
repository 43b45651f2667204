using System.Collections.Immutable;
using EvenKeel.Margin;
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
            root.Sourced("quoteBorrow", BorrowOf),
            [.. pairs.Names.Select(name => PairOf(new(name), pairs.Object(name)))]);
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

    private static PairTerms PairOf(Symbol symbol, SettingsNode pair)
    {
        pair.Only("base", "spot", "linear", "perpMargin", "collateral", "debtMargin", "borrow");
        return new(
            symbol, new(pair.Text("base")), LegOf(pair, "spot"), LegOf(pair, "linear"),
            pair.Sourced("perpMargin", TiersOf), pair.Sourced("collateral", CollateralOf),
            pair.Sourced("debtMargin", TiersOf), pair.Has("borrow") ? pair.Sourced("borrow", BorrowOf) : null);
    }

    private static LegTerms? LegOf(SettingsNode pair, string name)
    {
        if (!pair.Has(name))
        {
            return null;
        }

        var leg = pair.Object(name).Only("ticks", "lot", "quantityMin", "notionalMin", "halfSpread");
        return new(
            leg.Sourced("ticks", TicksOf),
            leg.Sourced("lot", n => new Quantity(n.Positive("value"))),
            leg.Sourced("quantityMin", n => new Quantity(n.Positive("value"))),
            leg.Sourced("notionalMin", n => new Amount(n.Number("value", 0m, 1_000_000m))),
            leg.Sourced("halfSpread", n => ShareOf(n, 0.1m)));
    }

    private static ImmutableArray<TickStep> TicksOf(SettingsNode node)
    {
        var steps = ImmutableArray.CreateBuilder<TickStep>();
        foreach (var step in node.List("steps"))
        {
            var from = step.Has("from") ? Instant.Of(step.Time("from")) : new Instant(0);
            if (steps.Count == 0 ? step.Has("from") : from <= steps[^1].From)
            {
                throw step.Wrong("from", "must be absent in the first step, and ascend in the others");
            }

            steps.Add(new(from, new(step.Only("from", "tick").Positive("tick"))));
        }

        return steps.DrainToImmutable();
    }

    /// <summary>Deductions follow from the rates: maintenance does not jump from one step to the next.</summary>
    private static ImmutableArray<MarginTier> TiersOf(SettingsNode node)
    {
        var tiers = ImmutableArray.CreateBuilder<MarginTier>();
        foreach (var step in node.List("tiers"))
        {
            var tier = new MarginTier(
                new(step.Only("valueMax", "initial", "maintenance").Positive("valueMax")),
                new(step.Number("initial", 0.001m, 1m)), new(step.Number("maintenance", 0.0001m, 1m)), Amount.Zero);
            var last = tiers.Count > 0 ? tiers[^1] : default;
            var rise = tier.MaintenanceRate - last.MaintenanceRate;
            if (tier.ValueMax <= last.ValueMax || rise < Rate.Zero || tier.InitialRate < tier.MaintenanceRate)
            {
                throw step.Wrong("valueMax", "steps must ascend, and initial be at least maintenance");
            }

            tiers.Add(tier with { Deduction = last.Deduction + (last.ValueMax * rise) });
        }

        return tiers.DrainToImmutable();
    }

    private static ImmutableArray<CollateralTier> CollateralOf(SettingsNode node)
    {
        var tiers = ImmutableArray.CreateBuilder<CollateralTier>();
        foreach (var step in node.List("tiers"))
        {
            var tier = new CollateralTier(
                new(step.Only("quantityMax", "ratio").Positive("quantityMax")), new(step.Number("ratio", 0m, 1m)));
            if (tiers.Count > 0 && tier.QuantityMax <= tiers[^1].QuantityMax)
            {
                throw step.Wrong("quantityMax", "steps must ascend");
            }

            tiers.Add(tier);
        }

        return tiers.DrainToImmutable();
    }

    private static BorrowTerms BorrowOf(SettingsNode node) => new(
        new(node.Only("limit", "hourlyRate", "source").Number("limit", 0m, 1_000_000_000m)),
        new(node.Number("hourlyRate", 0m, 0.01m)));

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
