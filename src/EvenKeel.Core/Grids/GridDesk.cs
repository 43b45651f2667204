using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>What a grid's decider decides on: the plan, what is held, what is open, and what was just seen.</summary>
/// <param name="View">Null when what is decided on is no look.</param>
/// <param name="LookAt">When it meant to look next.</param>
/// <param name="RecvWindow">Of its requests: what one write holds has to be sent well within it.</param>
public sealed record GridDesk(
    GridPlan Plan, Ledger Ledger, OrderJournal Journal, MarketView? View, Instant LookAt, Instant Now,
    TimeSpan RecvWindow)
{
    /// <summary>What the ledger says is held. [base]</summary>
    public Quantity Position => Ledger.Of(Plan.Market);

    /// <summary>How many orders of a kind one write holds: what the rate budget can send within a quarter of the
    /// receive window, and at least one. 40 a second at 1 s → 10.</summary>
    public int Batch(int perSecond) => Math.Max(
        1, (int)(perSecond * RecvWindow.Ticks / (4 * TimeSpan.TicksPerSecond)));

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
