using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>G1, G3, G4 and G5 of each rung by itself: what it holds is what the venue has executed of the orders that
/// bear its name, no matter what the row says; nothing is closed beyond that; and what has stopped holds
/// nothing.</summary>
/// <param name="machine">Whose ladders they are.</param>
/// <param name="on">The rules of its market now.</param>
/// <param name="read">Those that were read last.</param>
internal sealed class SlotRule(
    Verdict verdict, string machine, Deployment deployment, Market market, BookingRule booking, Func<Instrument> on,
    Func<Instrument> read, Readings readings) : Rule(verdict)
{
    /// <summary>A ladder whose attempts run out goes on under another name.</summary>
    private const int PartsMax = 4;

    private readonly Dictionary<WorkflowId, int> _ladders = [];
    private readonly Dictionary<ClientOrderId, Quantity> _unbooked = [];
    private readonly HashSet<ClientOrderId> _beyond = [];
    private SortedDictionary<SlotKey, Quantity> _held = [];
    private Dictionary<SlotKey, Price> _exits = [];
    private Quantity _position;
    private int _generation;
    private bool _pastBound;
    private bool _lenient;

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Filled { Fill: var fill }:
                var fee = fill.FeeCoin == on().Base ? new Quantity(fill.Fee) : Quantity.Zero;
                _unbooked[fill.Order] =
                    _unbooked.GetValueOrDefault(fill.Order) + (fill.Quantity * fill.Side.Sign()) - fee;
                break;
            case Happening.Stored { Row: MachineRow<Grid> row, By: var by }:
                Check(row, by);
                break;
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item: var intent }, Reply: VenueReply.Accepted,
            } when GridRest.IsClosing(intent.Draft) && !_lenient:
                CheckClosing(intent);
                break;
            // What comes twice, or was proven absent, may trade beside another order of its rung.
            case Happening.BeyondPromise { Order: var order }:
                _lenient = true;
                _beyond.Add(order);
                break;
            case Happening.Struck { Fault: Fault.ShownPastBound }:
                (_lenient, _pastBound) = (true, true);
                break;
            case Happening.MovedOutside:
                _lenient = true;
                break;
            default:
                break;
        }
    }

    private void Check(MachineRow<Grid> row, Activation by)
    {
        for (; _generation < (row.State.Ladder?.Generation ?? 0); _generation++)
        {
            for (var part = 0; part < PartsMax; part++)
            {
                _ladders[WorkflowId.Of(machine, _generation + 1, part)] = _generation + 1;
            }
        }

        var (outside, beyond) = (row.Ledger.Of(market) - _position, false);
        foreach (var (intent, moved, late) in booking.News)
        {
            _unbooked[intent.Id] = _unbooked.GetValueOrDefault(intent.Id) - moved;
            if (late)
            {
                // Its rung may be gone: it is taken in like what moves the position from outside, and may cancel that.
                beyond = true;
                continue;
            }

            var key = SlotOf(intent.Id);
            if (key is not { } slot || slot != intent.Draft.Slot)
            {
                Break("G1", $"{intent.Id} is an order of rung {key} and is booked for {intent.Draft.Slot}");
                continue;
            }

            // It may have ended and traded once more within one row: what came after its end goes where there is room.
            beyond |= !intent.IsOpen && (_pastBound || _beyond.Contains(intent.Id));
            _held[slot] = _held.GetValueOrDefault(slot) + moved;
            outside -= moved;
        }

        var held = GridRest.Held(row);
        // What moves the position from outside closes what rungs hold, and opens some: only their sum is known then.
        if (!beyond && outside.IsZero)
        {
            CheckSlots(row, held, row.State.Phase is GridPhase.Leaving or GridPhase.Stopped ? ClosesAt(by) : null);
        }

        (_held, _position) = (held, row.Ledger.Of(market));
        _exits = row.State.Slots.ToDictionary(s => s.Key, s => s.Exit);
        CheckStopped(row, by);
    }

    /// <summary>The least at which an owner closes at once, by the price that it saw last; null: it saw
    /// none.</summary>
    private Price? ClosesAt(Activation by) =>
        readings.Of(by).Market.Mark is { Value: var price } ? price * GridRest.Closing : null;

    /// <summary>Each rung holds what its own orders have left in it. Dust may go together into one rung.</summary>
    /// <param name="closesAt">Where a grid that leaves closes at once; null: it closes at its exits.</param>
    private void CheckSlots(MachineRow<Grid> row, SortedDictionary<SlotKey, Quantity> held, Price? closesAt)
    {
        List<SlotKey> odd = [];
        var given = false;
        foreach (var key in _held.Keys.Union(held.Keys))
        {
            var (own, says) = (_held.GetValueOrDefault(key), held.GetValueOrDefault(key));
            // What is bought back at once may cost more than at its exit: that is no dust.
            var atOnce = own.Sign > 0 && closesAt is { } at && IsDust(at, own);
            if (own != says && says.IsZero && (atOnce || IsDust(key, own)))
            {
                given = true;
            }
            else if (own != says)
            {
                odd.Add(key);
            }
        }

        foreach (var key in odd.Skip(given ? 1 : 0))
        {
            var (own, says) = (_held.GetValueOrDefault(key), held.GetValueOrDefault(key));
            Break("G3", $"rung {key} holds {says} in version {row.Version}, by its orders {own}");
        }
    }

    private bool IsDust(SlotKey key, Quantity holds)
    {
        if (!_exits.TryGetValue(key, out var exit))
        {
            return false;
        }

        return IsDust(exit, holds);
    }

    private bool IsDust(Price at, Quantity holds)
    {
        var (now, known) = (on(), read());
        return now.RoundDown(holds.Abs()) < now.TradableResidue(at)
            || known.RoundDown(holds.Abs()) < known.TradableResidue(at);
    }

    /// <summary>Rungs may hold against each other when a grid stops: what adds up to nothing is nothing to
    /// trade.</summary>
    private void CheckStopped(MachineRow<Grid> row, Activation by)
    {
        if (row.State.Phase is not GridPhase.Stopped)
        {
            return;
        }

        var sum = _held.Values.Aggregate(Quantity.Zero, (all, holds) => all + holds);
        if (row.Journal.Open.Any())
        {
            Break("G5", $"an order is open in version {row.Version}, and the grid has stopped");
        }

        var isDust = _held.All(h => IsDust(h.Key, h.Value)) || row.State.Slots.Any(s => IsDust(s.Key, sum))
            || (ClosesAt(by) is { } at && IsDust(at, sum));
        if (!sum.IsZero && !isDust)
        {
            Break("G5", $"the grid has stopped in version {row.Version} and its rungs hold {sum}");
        }
    }

    private void CheckClosing(OrderIntent intent)
    {
        if (SlotOf(intent.Id) is not { } key)
        {
            Break("G1", $"{intent.Id} is of no ladder");
            return;
        }

        var holds = _held.GetValueOrDefault(key);
        foreach (var (id, moved) in _unbooked)
        {
            holds += id != intent.Id && !moved.IsZero && SlotOf(id) == key ? moved : Quantity.Zero;
        }

        if (holds * intent.Draft.Side.Sign() > -intent.Draft.Quantity)
        {
            var draft = intent.Draft;
            Break("G4", $"{draft.Side} {draft.Quantity} of rung {key}, which holds {holds} by its orders");
        }
    }

    private SlotKey? SlotOf(ClientOrderId id) =>
        ClientOrderId.TryParse(deployment, id.Text, out var workflow, out var step, out _)
        && _ladders.TryGetValue(workflow, out var generation)
            ? new(generation, GridSteps.Read(step).Index)
            : null;
}
