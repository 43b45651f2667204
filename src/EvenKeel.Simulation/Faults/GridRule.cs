using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>G1 to G4, G6 and I17 of a grid, by what was stored and what the venue took in: one order a rung, no more of
/// them than the windows, slots that add up to the position, closings within their slot, and a ladder that stays where
/// it was laid.</summary>
/// <param name="on">The rules of its market now.</param>
/// <param name="read">Those that were read last.</param>
/// <param name="live">How many orders of a side the venue has live.</param>
internal sealed class GridRule(
    Verdict verdict, Market market, Func<Instrument> on, Func<Instrument> read, Func<Side, int> live) : Rule(verdict)
{
    private readonly HashSet<ClientOrderId> _written = [];
    private MachineRow<Grid>? _before;

    /// <summary>The lot when the row before was stored: what is stored now may have been decided by it.</summary>
    private Quantity _lotBefore;

    /// <summary>An order that was proven absent may be there after all: the venue showed one later than it
    /// may.</summary>
    public bool IsLenient { get; private set; }

    private Quantity Lot => Quantity.Max(on().Lot, read().Lot);

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Stored { Row: MachineRow<Grid> row }:
                CheckSlots(row);
                CheckLadder(row);
                CheckOrders(row);
                (_before, _lotBefore) = (row, Lot);
                break;
            case Happening.Answered
            {
                Request: VenueRequest.PlaceOrder { Order.Item.Draft: var draft }, Reply: VenueReply.Accepted,
            }:
                CheckLive(draft.Side);
                break;
            case Happening.BeyondPromise:
            case Happening.Struck { Fault: Fault.ShownPastBound }:
                IsLenient = true;
                break;
            default:
                break;
        }
    }

    private void CheckSlots(MachineRow<Grid> row)
    {
        if (row.State.Ladder is null)
        {
            // Nobody knows a price yet, and so there is no rung; at rest there must be one.
            return;
        }

        var sum = Quantity.Zero;
        foreach (var (_, holds) in GridRest.Held(row))
        {
            sum += holds;
        }

        if (sum != row.Ledger.Of(market))
        {
            Break("G3", $"slots hold {sum}, the ledger {row.Ledger.Of(market)} in version {row.Version}");
        }
    }

    private void CheckLadder(MachineRow<Grid> row)
    {
        if (_before is not { State: var before })
        {
            return;
        }

        if (before.Pinned is { } pinned && !pinned.Equals(row.State.Pinned))
        {
            Break("I17", $"the settings of the grid have changed in version {row.Version}");
        }

        var (laid, now) = (before.Ladder, row.State.Ladder);
        if (laid is not null && now != laid && now?.Generation != laid.Generation + 1)
        {
            Break("G6", $"{now} took the place of {laid} in version {row.Version}");
        }
    }

    private void CheckOrders(MachineRow<Grid> row)
    {
        var slots = new HashSet<SlotKey>();
        foreach (var intent in row.Journal.Intents)
        {
            if (!intent.IsOpen)
            {
                continue;
            }

            if (intent.Draft.Slot is not { } key)
            {
                Break("G1", $"{intent.Id} belongs to no rung");
                continue;
            }

            if (!slots.Add(key))
            {
                Break("G1", $"rung {key} has two open orders in version {row.Version}");
            }

            if (_written.Add(intent.Id))
            {
                CheckNew(row, intent.Draft, key);
            }
        }
    }

    private void CheckNew(MachineRow<Grid> row, OrderDraft draft, SlotKey key)
    {
        if (row.State.Slots.FirstOrDefault(s => s.Key == key) is not { Held: var holds, Exit: var exit }
            || row.State.Ladder is not { } ladder)
        {
            Break("G6", $"an order of rung {key}, which no ladder has");
            return;
        }

        if (GridRest.IsClosing(draft))
        {
            if (holds * draft.Side.Sign() > -draft.Quantity)
            {
                Break("G4", $"{draft.Side} {draft.Quantity} of rung {key}, which holds {holds}");
            }

            if (GridRest.Closable(row, market, draft, holds) - draft.Quantity
                >= Quantity.Max(Lot, _lotBefore) + GridRest.Short(row, market))
            {
                Break("G4", $"{draft.Side} {draft.Quantity} of rung {key} leaves more than a lot of its {holds}");
            }

            return;
        }

        if (on().RoundDown(holds.Abs()) >= on().TradableResidue(exit))
        {
            Break("G1", $"rung {key} holds {holds} and is opened again");
        }

        if (key.Generation != ladder.Generation || draft.Limit != on().RoundDown(ladder.At(key.Index)))
        {
            Break("G6", $"rung {key} is opened at {draft.Limit}, not on {ladder}");
        }
    }

    private void CheckLive(Side side)
    {
        if (_before is not { State.Pinned: { } settings } || IsLenient)
        {
            return;
        }

        var window = GridRest.Window(settings, side);
        if (live(side) > window)
        {
            Break("G2", $"{live(side)} orders to {side} are live, the window takes {window}");
        }
    }
}
