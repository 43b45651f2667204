using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>Until when a decision cannot change: time and price may move within it, and nothing else may.</summary>
/// <remarks>Any new fact ends it as well: a settlement, another predicted rate, interval or borrow rate, a reading of
/// the account, a changed <see cref="BasisSignal"/>, mode, plan or book. It wakes too often rather than too
/// rarely.</remarks>
/// <param name="NextAt">Awake from this venue time on.</param>
/// <param name="PerpLow">Awake at or below: of the perpetual's mark and of its mid. [quote/base]</param>
/// <param name="PerpHigh">Awake at or above: of the perpetual's mark and of its mid. [quote/base]</param>
/// <param name="EveryTick">Prices alone may decide now: always awake.</param>
public readonly record struct WakeRule(Instant NextAt, Price PerpLow, Price PerpHigh, bool EveryTick)
{
    /// <summary>No price is as high: a bound that never wakes.</summary>
    public static Price Unbounded => new(decimal.MaxValue);

    /// <summary>Awake always.</summary>
    public static WakeRule Always => new(new Instant(long.MinValue), default, Unbounded, true);

    /// <summary>Whether a tick at this time and price has to be decided on.</summary>
    public bool Wakes(Instant now, Price perp) =>
        EveryTick || now >= NextAt || perp >= PerpHigh || perp <= PerpLow;
}
