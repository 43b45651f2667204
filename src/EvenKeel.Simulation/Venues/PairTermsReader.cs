using System.Collections.Immutable;
using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Reads the terms of one pair from the settings file.</summary>
internal static class PairTermsReader
{
    public static PairTerms PairOf(Symbol symbol, SettingsNode pair)
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
            leg.Sourced("halfSpread", n => new Rate(n.Number("value", 0m, 0.1m))));
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

    public static BorrowTerms BorrowOf(SettingsNode node) => new(
        new(node.Only("limit", "hourlyRate", "source").Number("limit", 0m, 1_000_000_000m)),
        new(node.Number("hourlyRate", 0m, 0.01m)));
}
