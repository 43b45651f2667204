using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Grains.Funding;

/// <summary>Sees every tick of a pair, and tells whether its machine has to look: most ticks can change
/// nothing.</summary>
/// <param name="freshFor">Older quotes say nothing about the basis.</param>
internal sealed class CarryWatch(CarryMachine machine, BasisWatch basis, TimeSpan freshFor)
{
    private (MarketView? View, long Version) _ruledFor;
    private WakeRule _rule = WakeRule.Always;

    /// <summary>The last tick; null before the first.</summary>
    public MarketReport? Market { get; private set; }

    public BasisSignal Basis => basis.Signal;

    /// <summary>Takes a tick.</summary>
    /// <param name="view">What the machine's last look saw; null before the first.</param>
    /// <param name="row">As the machine stands now.</param>
    /// <returns>True when the machine has to look.</returns>
    public bool Wakes(MarketReport tick, MarketView? view, MachineRow<Carry> row, Instant now)
    {
        Market = tick;
        if (tick is { Spot: { } spot, Perp: { } perp } && now - spot.At <= freshFor && now - perp.At <= freshFor)
        {
            basis.Observe(spot.Mid, perp.Mid, now);
        }

        if (view is null)
        {
            return true;
        }

        if (_ruledFor != (view, row.Version))
        {
            (_ruledFor, _rule) = ((view, row.Version), machine.Rest(row, view));
        }

        return basis.Signal != view.Basis || Facts.Of(tick) != Facts.Of(view.Market)
            || Wakes(tick.Mark?.Value, now) || Wakes(tick.Perp?.Mid, now);
    }

    private bool Wakes(Price? price, Instant now) => price is { } perp ? _rule.Wakes(now, perp) : now >= _rule.NextAt;

    /// <summary>What ends any rest when it changes, whatever the price does.</summary>
    private readonly record struct Facts(
        Settlement? Settled, Rate? Predicted, TimeSpan? Interval, Rate? BorrowRate, bool HasSpot, bool HasPerp,
        bool HasMark)
    {
        public static Facts Of(MarketReport market) => new(
            market.Settled.IsEmpty ? (Settlement?)null : market.Settled[^1], market.Predicted?.Value, market.Interval,
            market.Borrow?.HourlyRate, market.Spot is not null, market.Perp is not null, market.Mark is not null);
    }
}
