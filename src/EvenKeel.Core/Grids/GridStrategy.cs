using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Grids;

/// <summary>The grid's rule: which orders should rest around the price. Pure, and the only place that says
/// so.</summary>
/// <remarks>Closing orders come first, the nearest first; what room is left in the windows is for openings. An opening
/// that rests stays as it is while its rung is in the window; a closing that rests stays while it closes no more than
/// its slot holds.</remarks>
public sealed class GridStrategy : IStrategy<GridPlan, GridBook>
{
    private GridStrategy()
    {
    }

    public static GridStrategy Instance { get; } = new();

    public TargetState Target(GridPlan plan, GridBook book, MarketView market)
    {
        if (Quote(plan, market) is not { } quote)
        {
            return new([], Rests(plan, book), "no fresh quote", Urgency.Normal, Alert: $"no quote of {plan.Market}");
        }

        if (book.Leaving is { } leaving)
        {
            return new([], GridClosings.Everything(plan, book, quote), leaving, Urgency.Emergency, Move.Exit);
        }

        var mid = quote.Mid;
        if (GridEnds.Check(plan, book, market, mid) is { } end)
        {
            return new([], GridClosings.Everything(plan, book, quote), end, Urgency.Emergency, Move.Exit);
        }

        var sight = new GridSight(
            plan, book, mid, market.Range, plan.MarkOf(market.Market)?.Value, CentreOf(plan, book, mid));
        var orders = new WantedOrders(plan.Window(Side.Buy) + plan.Window(Side.Sell));
        GridClosings.Add(sight, ref orders);
        var earns = GridProfit.Earns(plan, book.Ladder, mid);
        if (Openings(market.Mode, book, earns) is var openings && openings != GridOpening.None)
        {
            GridOpenings.Add(sight, Side.Buy, openings, ref orders);
            GridOpenings.Add(sight, Side.Sell, openings, ref orders);
        }

        return new(
            [], orders.Drain(), "the ladder around the price", Urgency.Normal,
            Alert: earns ? null : "at this price a rung does not earn its fees and MinProfit: nothing new is opened");
    }

    /// <summary>The rung nearest to the price, which a position of ours shifts against itself: price × (1 − skew ×
    /// inventory ÷ most). 100 at skew 0.02 and half a full inventory → 99.</summary>
    public static int CentreOf(GridPlan plan, GridBook book, Price price)
    {
        if (plan.Settings.Skew == Rate.Zero)
        {
            return book.Ladder.NearestTo(price);
        }

        var full = (price * book.Slots.Held).Value / plan.InventoryMax.Value;
        return book.Ladder.NearestTo(price * (1m - (plan.Settings.Skew.Value * full)));
    }

    /// <summary>The market's quote, if it is fresh enough to place or cancel by; null: it is not.</summary>
    public static TopOfBook? Quote(GridPlan plan, MarketView view) => plan.FreshQuoteOf(view.Market, view.Now);

    private static GridOpening Openings(RiskMode mode, GridBook book, bool earns) =>
        mode is { Kill: true } or { Breaker: true } or { ReduceOnly: true } or { Flatten: true }
            || book.Halted is not null ? GridOpening.None
        : mode.BlocksNewRisk || !book.Opens || !earns ? GridOpening.Kept
        : GridOpening.New;

    private static ImmutableArray<WantedOrder> Rests(GridPlan plan, GridBook book) =>
    [
        .. book.Slots.Resting().Select(r => new WantedOrder(
            r.Slot, plan.Market, r.Side, r.Price, r.Quantity, r.ReduceOnly)),
    ];
}
