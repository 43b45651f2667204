using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>What a grid's decider decides on: the plan, what is held, what is open, and what was just seen.</summary>
/// <param name="View">What the look saw; null: the event is no look.</param>
/// <param name="LookAt">When it meant to look next.</param>
/// <param name="RecvWindow">Of its requests: what one write holds has to be sent well within it.</param>
public sealed record GridDesk(
    GridPlan Plan, Ledger Ledger, OrderJournal Journal, MarketView? View, Instant LookAt, Instant Now,
    TimeSpan RecvWindow)
{
    /// <summary>What the ledger says is held. [base]</summary>
    public Quantity Position => Ledger.Of(Plan.Market);

    /// <summary>Whether a pause goes on.</summary>
    public bool Pauses(Instant until) => until.IsAwaited(Now, Plan.Settings.RetryPause);

    /// <summary>How many more orders may be sent at once, so that in no second there are more than the budget: what is
    /// written leaves before half of its receive window is over. At 6 a second and a receive window of 1 s, 2 that were
    /// written 1.4 s ago may still leave → 4.</summary>
    public int SendableNow(int perSecond) =>
        Math.Max(0, perSecond - Journal.SignedWithin(TimeSpan.FromSeconds(1) + (RecvWindow / 2), Now));

    /// <summary>Orders of a side that rest, or may: one that is being cancelled counts.</summary>
    public int Live(Side side)
    {
        var live = 0;
        foreach (var intent in Journal.Intents)
        {
            live += intent.IsOpen && intent.Draft.Side == side ? 1 : 0;
        }

        return live;
    }
}
