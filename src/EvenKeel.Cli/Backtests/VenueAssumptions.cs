using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Cli.Backtests;

/// <summary>What the simulated venue assumes, line by line, each with its source.</summary>
internal static class VenueAssumptions
{
    public static IEnumerable<(string Name, string Value, string Source)> Lines(
        VenueSettings venue, IEnumerable<Symbol> pairs) =>
    [
        Line("quote coin", venue.Quote),
        Line($"spot fees, tier {venue.Fees.Name}", venue.Fees.Spot),
        Line($"linear fees, tier {venue.Fees.Name}", venue.Fees.Linear),
        Line("share of a bar's volume", venue.VolumeShare),
        Line("slippage that still counts as depth", venue.DepthSlippage),
        Line("latency, one way", venue.Latency),
        Line("from acknowledgement to match", venue.Delays.Match),
        Line("from acknowledgement to cancel", venue.Delays.Cancel),
        Line("until an order shows", venue.Delays.OrderShown),
        Line("until a fill shows", venue.Delays.FillShown),
        Line("slow fill", venue.SlowFill),
        Line("quote borrowing", venue.QuoteBorrow),
        .. pairs.SelectMany(p => PairLines(venue.Find(p)!)),
    ];

    /// <summary>The same terms with one hourly rate for every coin that can be borrowed.</summary>
    public static VenueSettings WithBorrowRate(VenueSettings venue, Rate hourly, string source) => venue with
    {
        Pairs = [.. venue.Pairs.Select(p => p.Borrow is { } borrow
            ? p with { Borrow = new(borrow.Value with { HourlyRate = hourly }, source) }
            : p)],
    };

    private static IEnumerable<(string Name, string Value, string Source)> PairLines(PairTerms pair) =>
    [
        .. LegLines($"{pair.Symbol} spot", pair.Spot),
        .. LegLines($"{pair.Symbol} linear", pair.Linear),
        ($"{pair.Symbol} margin tiers", string.Join("; ", pair.Perp.Value), pair.Perp.Source),
        ($"{pair.Symbol} collateral tiers", string.Join("; ", pair.Collateral.Value), pair.Collateral.Source),
        ($"{pair.Symbol} margin on debt", string.Join("; ", pair.Debt.Value), pair.Debt.Source),
        pair.Borrow is { } borrow
            ? Line($"{pair.Symbol} borrowing", borrow)
            : ($"{pair.Symbol} borrowing", "none", "none"),
    ];

    private static IEnumerable<(string Name, string Value, string Source)> LegLines(string name, LegTerms? leg) =>
        leg is null
            ? [(name, "not traded here", string.Empty)]
            :
            [
                (
                    $"{name} ticks", string.Join("; ", leg.Ticks.Value.Select(t => $"{t.Tick} from {t.From}")),
                    leg.Ticks.Source),
                Line($"{name} lot", leg.Lot),
                Line($"{name} least quantity", leg.QuantityMin),
                Line($"{name} least notional", leg.NotionalMin),
                Line($"{name} half spread", leg.HalfSpread),
            ];

    private static (string Name, string Value, string Source) Line<T>(string name, Sourced<T> value) =>
        (name, $"{value.Value}", value.Source);
}
