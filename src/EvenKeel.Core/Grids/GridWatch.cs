using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Grids;

/// <summary>Decides when a grid looks, for a driver that sees every tick: most of them can change nothing.</summary>
/// <remarks>A grid looks when it never did, when a fresh quote or the mark comes or goes, and when the price has moved
/// by a tenth of the spacing since its last look. What time alone changes is in the row's own LookAt.</remarks>
/// <param name="settings">Those that the grid runs under.</param>
public sealed class GridWatch(GridMachine machine, GridSettings settings)
{
    private const decimal Moved = 0.1m;
    private readonly RangeWatch _range = new(settings.RangeBar, settings.RangeBars);

    /// <summary>The average true range of what was seen since this watch began; null: not enough bars yet.
    /// [quote/base]</summary>
    public Price? Range => _range.Average;

    /// <summary>Takes a tick.</summary>
    /// <param name="view">What the machine's last look saw; null before the first.</param>
    /// <returns>True when the machine has to look. Spacing 1, looked at 100: at 100.1, not at 100.09.</returns>
    public bool Wakes(MarketReport tick, MarketView? view, MachineRow<Grid> row, Instant now)
    {
        var price = PriceOf(tick, now);
        if (price is { } mid)
        {
            _range.Observe(new(now, mid, mid, mid, mid, Quantity.Zero));
        }

        return view is null || (view.Market.Mark is null) != (tick.Mark is null)
            || HasMoved(PriceOf(view.Market, view.Now), price, row.State.Ladder);
    }

    private static bool HasMoved(Price? before, Price? now, Ladder? ladder) => (before, now) switch
    {
        ({ } seen, { } mid) => ladder is null
            || Math.Abs((mid - seen).Value) >= ladder.SpacingAt(mid).Value * Moved,
        (null, null) => false,
        _ => true,
    };

    private Price? PriceOf(MarketReport market, Instant now) => machine.Plan.FreshQuoteOf(market, now)?.Mid;
}
