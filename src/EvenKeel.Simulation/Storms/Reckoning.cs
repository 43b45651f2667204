using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Until when a difference of venue and ledger is waited for. What is booked makes the rest another one, which
/// is waited for anew; and while an order is on its way, or in no list yet, its leg is not compared.</summary>
internal sealed class Reckoning(World world)
{
    /// <summary>A machine that goes on and on without finding it does not find it.</summary>
    private static readonly TimeSpan s_max = TimeSpan.FromMinutes(4);

    private Ledger? _ledger;
    private (long Written, int Open) _orders;
    private Instant _movedAt;

    private bool Differs
    {
        get
        {
            var (row, (coin, position)) = (world.Row, world.Held);
            return position != row.Ledger.Perp
                || coin - (row.Baseline?.Coins ?? Quantity.Zero) != row.Ledger.Base;
        }
    }

    public void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: var row })
        {
            return;
        }

        var orders = (row.Journal.Intents.Length + row.Journal.Folded, row.Journal.Open.Count());
        if (row.Ledger != _ledger || orders != _orders)
        {
            (_ledger, _orders, _movedAt) = (row.Ledger, orders, happening.At);
        }
    }

    /// <summary>Whether what still differs could not be found by a comparison that began at a time.</summary>
    /// <param name="calmed">When the faults were over.</param>
    /// <param name="shown">By how much the venue's lists lag.</param>
    public bool IsAwaited(Instant compared, Instant calmed, TimeSpan shown) =>
        compared < _movedAt + shown && world.Time.Now < calmed + s_max && Differs;
}
