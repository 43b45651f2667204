using EvenKeel.Accounting;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>I6 of every stored row, also between rests: an order is booked by what the venue has executed of it, to the
/// digit, and the ledger moves by that, by interest, and by nothing else until something outside moves a leg.</summary>
/// <param name="coin">The coin of both legs.</param>
internal sealed class BookingRule(Verdict verdict, Coin coin, Journals journals) : Rule(verdict)
{
    private readonly Dictionary<ClientOrderId, List<Execution>> _told = [];
    private readonly List<(OrderIntent Intent, Quantity Moved, bool IsLate)> _news = [];
    private readonly bool[] _movedOutside = new bool[2];
    private Ledger? _before;

    /// <summary>What the last row has booked of each order that traded, signed [base], and whether that order was over
    /// before.</summary>
    public IReadOnlyList<(OrderIntent Intent, Quantity Moved, bool IsLate)> News => _news;

    /// <summary>What the venue has executed and no row has booked yet, signed, of both legs together. [base]</summary>
    public Quantity Unbooked { get; private set; }

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Filled { Fill: var fill }:
                Tell(fill);
                break;
            case Happening.MovedOutside { Market: var market }:
                _movedOutside[(int)market] = true;
                break;
            // What shows where it cannot be, or not at all, is booked without an order until it is explained.
            case Happening.BeyondPromise or Happening.Struck { Fault: Fault.ShownPastBound or Fault.FlowsHidden }:
                (_movedOutside[0], _movedOutside[1]) = (true, true);
                break;
            case Happening.Stored { Row: var row }:
                Check(row);
                break;
            default:
                break;
        }
    }

    private void Tell(Fill fill)
    {
        if (!_told.TryGetValue(fill.Order, out var sums))
        {
            _told[fill.Order] = sums = [default];
        }

        var sum = Execution.Of([fill], coin, fill.FeeCoin);
        sums.Add(sums[^1] + sum);
        Unbooked += (sum.Quantity * fill.Side.Sign()) - sum.FeeBase;
    }

    private void Check(IMachineRow row)
    {
        _news.Clear();
        foreach (var intent in journals.New)
        {
            Book(intent, default, isLate: false);
        }

        foreach (var (before, now) in journals.Changed)
        {
            Book(now, before.Done, !before.IsOpen);
        }

        CheckLedger(row, Market.Spot);
        CheckLedger(row, Market.Linear);
        _before = row.Ledger;
    }

    private void Book(OrderIntent intent, Execution before, bool isLate)
    {
        var now = intent.Done;
        if (now == before)
        {
            return;
        }

        if (_told.GetValueOrDefault(intent.Id)?.Contains(now) is not true)
        {
            Break("I6", $"{intent.Id} is booked with {now.Quantity} for {now.Amount}, which the venue never said");
        }

        var news = now - before;
        var moved = (news.Quantity * intent.Draft.Side.Sign()) - news.FeeBase;
        _news.Add((intent, moved, isLate));
        Unbooked -= moved;
    }

    private void CheckLedger(IMachineRow row, Market market)
    {
        var moved = row.Ledger.Of(market) - (_before?.Of(market) ?? Quantity.Zero);
        foreach (var (intent, news, _) in _news)
        {
            moved -= intent.Draft.Market == market ? news : Quantity.Zero;
        }

        if (moved.IsZero || _movedOutside[(int)market])
        {
            return;
        }

        foreach (var flow in row.Outbox[^1].Flows)
        {
            moved -= flow.Kind == FlowKind.Interest && market == Market.Spot ? flow.Quantity : Quantity.Zero;
        }

        if (!moved.IsZero)
        {
            Break("I6", $"the ledger of {market} moves by {moved} that nothing explains in version {row.Version}");
        }
    }
}
