using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Funding;

/// <summary>Decides when a carry looks: it sees all that the market of a pair says, and most of that can change
/// nothing.</summary>
/// <remarks>A carry looks when it never did; when the count of toxic windows is another than its last look saw; when a
/// fact of the market is; and when its <see cref="WakeRule"/> ends, which is made anew for each look and each row.
/// A service tells it every tick, a replay every pair of closed bars.</remarks>
public sealed class CarryWatch(CarryMachine machine)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private readonly BasisWatch _basis = new(machine.Plan.Settings.ToxicBasis, machine.Plan.Settings.ToxicWindow);
    private readonly TimeSpan _freshFor = machine.Plan.Settings.QuoteAgeMax;
    private MarketView? _ruledView;
    private long _ruledVersion;
    private WakeRule _rule = WakeRule.Always;

    /// <summary>How toxic the basis has been, for the look that comes next.</summary>
    public BasisSignal Basis => _basis.Signal;

    /// <summary>Takes a tick.</summary>
    /// <param name="tick">Its facts count; its prices also where they are old, but not for the basis.</param>
    /// <param name="view">What the machine's last look saw; null before the first.</param>
    /// <param name="row">As the machine stands now.</param>
    /// <returns>True when the machine has to look.</returns>
    public bool Wakes(MarketReport tick, MarketView? view, MachineRow<Carry> row, Instant now)
    {
        if (tick is { Spot: { } spot, Perp: { } perp } && now - spot.At <= _freshFor && now - perp.At <= _freshFor)
        {
            _basis.Observe(spot.Mid, perp.Mid, now);
        }

        return view is null || Facts.Of(tick) != Facts.Of(view.Market)
            || Wakes(view, row, now, tick.Perp?.Mid) || Wakes(view, row, now, tick.Mark?.Value);
    }

    /// <summary>Takes the closes of two bars that are over now. It allocates nothing while nothing wakes.</summary>
    /// <param name="mark">Of the perpetual now; null: none is known.</param>
    /// <param name="view">What the machine's last look saw; null before the first.</param>
    /// <param name="row">As the machine stands now.</param>
    /// <returns>True when the machine has to look.</returns>
    public bool Wakes(Price spot, Price perp, Price? mark, MarketView? view, MachineRow<Carry> row, Instant now)
    {
        // A bar ends before the moment at which the next one opens
        _basis.Observe(spot, perp, now - s_moment);
        return view is null || Wakes(view, row, now, perp) || Wakes(view, row, now, mark);
    }

    private bool Wakes(MarketView view, MachineRow<Carry> row, Instant now, Price? price)
    {
        if (!ReferenceEquals(_ruledView, view) || _ruledVersion != row.Version)
        {
            (_ruledView, _ruledVersion, _rule) = (view, row.Version, machine.Rest(row, view));
        }

        var (signal, seen) = (_basis.Signal, view.Basis);
        return signal.ToxicPositive != seen.ToxicPositive || signal.ToxicNegative != seen.ToxicNegative
            || (price is { } perp ? _rule.Wakes(now, perp) : now >= _rule.NextAt);
    }

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
