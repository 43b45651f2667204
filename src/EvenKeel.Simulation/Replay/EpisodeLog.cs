using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Follows the written rows of one carry and tells positions apart, from first to last.</summary>
internal sealed class EpisodeLog(Symbol pair)
{
    private readonly List<Episode> _ended = [];
    private CarryPhase _phase = Carry.New.Phase;
    private Episode? _open;
    private Ledger? _before;
    private string _entering = string.Empty;
    private Instant _opened;

    /// <summary>Positions that were entered.</summary>
    public int Entries { get; private set; }

    /// <summary>Positions that were closed; what is open at the end is none.</summary>
    public int Exits => _ended.Count;

    public IEnumerable<Episode> All => _open is null ? _ended : _ended.Append(_open);

    /// <summary>Takes note of a row that was stored.</summary>
    public void Written(MachineRow<Carry> row)
    {
        var phase = row.State.Phase;
        // One write may hold the end of one position and the beginning of the next.
        if (phase is CarryPhase.Flat or CarryPhase.Entering
            && _phase is CarryPhase.Leaving { Order: { PerpTo.IsZero: true } order })
        {
            Close(order.Because, row);
        }

        if (phase is CarryPhase.Entering entering && _open is null && _phase is not CarryPhase.Entering)
        {
            (_entering, _opened, _before) = (entering.Order.Because, entering.Order.Since, row.Ledger);
        }

        if (phase is CarryPhase.Holding holding && _open is null)
        {
            Entries++;
            _open = new(
                pair, holding.Direction, _opened, null, Quantity.Zero, _entering, null, Amount.Zero, Amount.Zero);
        }

        if (_open is { } open)
        {
            _open = open with
            {
                Size = Quantity.Max(open.Size, row.Ledger.Perp.Abs()),
                Funding = row.Ledger.Funding - _before!.Funding,
                Fees = row.Ledger.Fees - _before.Fees,
            };
        }

        _phase = phase;
    }

    private void Close(string because, MachineRow<Carry> row)
    {
        if (_open is { } open)
        {
            _ended.Add(open with
            {
                Closed = row.Outbox[^1].At,
                Left = because,
                Funding = row.Ledger.Funding - _before!.Funding,
                Fees = row.Ledger.Fees - _before.Fees,
            });
            _open = null;
        }
    }
}
