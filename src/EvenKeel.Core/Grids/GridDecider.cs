using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using static EvenKeel.Grids.GridPhase;
using static EvenKeel.Machines.MachineEvent;
using Step = EvenKeel.Machines.Step<EvenKeel.Grids.Grid>;

namespace EvenKeel.Grids;

/// <summary>Decides a grid's life: asks the strategy which orders should rest, and makes it so within the
/// budgets.</summary>
internal static class GridDecider
{
    /// <summary>What one event makes of a grid; a pair of phase and event that cannot happen throws.</summary>
    public static Step Decide(Grid grid, GridDesk desk, MachineEvent @event) => (grid.Phase, @event) switch
    {
        (Waiting, Seen s) => Begin(grid, desk, s),
        (Running or Leaving, Seen s) => Work(grid, desk, s),
        (Stopped, Seen) when grid.Ladder is null && !desk.Position.IsZero =>
            CloseUnladen(grid, desk) ?? Rest(grid, desk.Now + desk.Plan.Settings.LookEvery),
        (Stopped, Seen) => Rest(grid, Instant.Never),

        (_, Moved { Intent: { Draft.Slot: null } intent }) => TakeIn(grid, desk, intent),
        (_, Ended { Intent: { Draft.Slot: null } intent }) => TakeIn(grid, desk, intent),
        (Waiting or Stopped, Moved or Ended or Denied) =>
            throw new UndecidedException(grid.Phase, @event, "before its ladder and after its end no order is open"),
        // What an open order has traded counts by itself: the ladder is looked at for what follows from it.
        (_, Moved) => Rest(grid, desk.Now),
        (_, Ended e) => Settle(grid, desk, e.Intent),
        (_, Denied { Draft.Slot: { } slot }) => Rest(
            OpeningLater(grid with { Slots = grid.Slots.Release(slot) }, desk), AfterPause(desk)),

        (_, Agreed) => Rest(grid, desk.LookAt),
        (_, Disturbed d) => Disturb(grid, desk, d),
        (Waiting or Stopped, LeaveAsked a) => Rest(grid with { Phase = new Stopped(a.Because) }, Instant.Never),
        (Running or Leaving, LeaveAsked a) => Rest(grid with { Phase = new Leaving(a.Because) }, desk.Now),
        _ => throw new UndecidedException(grid.Phase, @event, "a grid asks for no order without a slot"),
    };

    /// <summary>Lays the first ladder at the first price, unless the plan cannot be traded there.</summary>
    private static Step Begin(Grid grid, GridDesk desk, Seen seen)
    {
        if (CloseUnladen(grid, desk) is { } closes)
        {
            return closes;
        }

        if (GridStrategy.Quote(desk.Plan, seen.View) is not { Mid: var price })
        {
            return Rest(grid, desk.Now + desk.Plan.Settings.LookEvery);
        }

        var ladder = Laying.First(desk.Plan, price, seen.View.Range);
        if (GridCheck.Of(desk.Plan, ladder, price) is { IsEmpty: false } wrong)
        {
            // The numbers are others at each price; what is wrong is told once.
            var (because, fields) = (string.Join("; ", wrong), string.Join(", ", wrong.Select(w => w.Field)));
            var step = Rest(grid with { Phase = new Waiting(because) }, desk.Now + desk.Plan.Settings.LookEvery);
            return Alerting(grid, fields, $"the grid is refused: {because}", step);
        }

        return Work(
            grid with { Phase = new Running(), Ladder = ladder, Pinned = desk.Plan.Settings }, desk, seen);
    }

    /// <summary>What was booked before there was a price to book it at, and before a ladder was laid: no plan has to
    /// hold for it to be closed. Null: nothing is held, or there is no price yet.</summary>
    private static Step? CloseUnladen(Grid grid, GridDesk desk) =>
        desk.Position.IsZero || PriceOf(grid, desk, null) is null
            ? null
            : Disturb(grid, desk, new(grid.Halted ?? "a position is held, and no ladder was laid", []));

    /// <summary>A look: a new ladder if one is due, dust to where it is closed, then what should rest against what
    /// does.</summary>
    private static Step Work(Grid grid, GridDesk desk, Seen seen)
    {
        var slots = SlotBook.Of(grid.Slots, desk.Journal);
        if (slots.Held != desk.Position || Unbooked(grid, desk, slots) != Amount.Zero)
        {
            return Disturb(grid, desk, new("the slots do not add up to what the ledger holds and has paid", []));
        }

        if (slots.IsUnwinding)
        {
            // Until it is over nobody knows how much is left to be closed; its end is told.
            return Rest(grid, desk.Now + desk.Plan.Settings.LookEvery);
        }

        var laid = Lay(grid, desk, seen.View, slots);
        var book = Book(laid, desk, laid.Slots == grid.Slots ? slots : SlotBook.Of(laid.Slots, desk.Journal));
        var target = GridStrategy.Instance.Target(desk.Plan, book, seen.View);
        if (target.Move == Move.Exit && laid.Phase is Running)
        {
            laid = laid with { Phase = new Leaving(target.Because) };
        }

        if (laid.Phase is Leaving { Because: var because } && target.Orders.IsEmpty && !desk.Journal.Open.Any())
        {
            // The first look that leaves has not put its dust together yet: that may be enough to be traded.
            var swept = grid.Phase is Leaving;
            if (IsDust(laid.Slots, desk) || (swept && target.Alert is null))
            {
                return Rest(laid with { Phase = new Stopped(because) }, Instant.Never);
            }

            if (!swept)
            {
                return Rest(laid, desk.Now);
            }
        }

        var step = Alerting(
            grid, target.Alert, target.Alert, GridMoves.Toward(laid, desk, seen.View, book.Current, target));
        return laid.Ladder!.Generation == grid.Ladder!.Generation ? step : step with
        {
            Commands = step.Commands.Add(
                new MachineCommand.Retire(laid.Slots.Min(s => (int?)s.Key.Generation) ?? laid.Ladder.Generation)),
        };
    }

    /// <summary>The ladder that is due, and dust moved to where it is closed. A grid that leaves keeps its ladder, and
    /// its dust goes together: what is too little in each slot may be enough in one.</summary>
    private static Grid Lay(Grid grid, GridDesk desk, MarketView view, SlotBook slots)
    {
        if (GridStrategy.Quote(desk.Plan, view) is not { } quote)
        {
            return grid;
        }

        var ladder = grid.Phase is Leaving
            ? grid.Ladder!
            : Laying.Next(desk.Plan, grid.Ladder!, quote.Mid, view.Range) ?? grid.Ladder!;
        var laid = ReferenceEquals(ladder, grid.Ladder) ? grid : grid with { Ladder = ladder };
        return HasDust(grid, desk.Plan, slots, quote) ? Sweep(laid, desk, slots, quote) : laid;
    }

    /// <summary>Whether nothing of what is held can be traded: of no slot, and not of all of them together.</summary>
    private static bool IsDust(ImmutableArray<Slot> slots, GridDesk desk) => desk.Position.IsZero
        || (slots.All(s => s.Closable(desk.Plan.On).IsZero)
            && new Slot(default, desk.Position, Amount.Zero, slots.Max(s => s.Exit)).Closable(desk.Plan.On).IsZero);

    private static bool HasDust(Grid grid, GridPlan plan, SlotBook slots, TopOfBook quote)
    {
        foreach (ref readonly var slot in slots.All)
        {
            if (slot.Order is null && IsDust(slot.Slot, grid, plan, quote))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a slot holds less than can be traded where it is closed: at its exit, and once the grid leaves
    /// at once.</summary>
    private static bool IsDust(Slot slot, Grid grid, GridPlan plan, TopOfBook quote) =>
        slot.Closable(plan.On).IsZero
        || (grid.Phase is Leaving
            && slot.Closable(plan.On, GridClosings.LimitOf(plan, quote, Sides.Toward(-slot.Held))).IsZero);

    /// <summary>Moves dust into the slot at the centre: while the ladder stands what lies out of the windows or is of
    /// an older one, once it leaves all of it.</summary>
    private static Grid Sweep(Grid grid, GridDesk desk, SlotBook slots, TopOfBook quote)
    {
        var ladder = grid.Ladder!;
        var centre = GridStrategy.CentreOf(desk.Plan, Book(grid, desk, slots), quote.Mid);
        var reach = grid.Phase is Leaving
            ? -1
            : Math.Max(desk.Plan.Settings.LevelsBelow, desk.Plan.Settings.LevelsAbove);
        var into = new SlotKey(ladder.Generation, centre);
        // Dust joins no slot whose order is on its way: what that order closes was right without it.
        var taken = slots.Find(into) is { Order: not null };
        var swept = grid.Slots.Sweep(
            slot => slots.Find(slot.Key) is { Order: not null } || !IsDust(slot, grid, desk.Plan, quote)
                || (!slot.IsIdle && (taken || (slot.Key.Generation == ladder.Generation
                    && Math.Abs(slot.Key.Index - centre) <= reach))),
            into, held => desk.Plan.ExitOf(ladder, centre, held.Sign < 0 ? Side.Sell : Side.Buy));
        return swept == grid.Slots ? grid : grid with { Slots = swept };
    }

    private static GridBook Book(Grid grid, GridDesk desk, SlotBook slots) => new(
        grid.Ladder!, slots, desk.Ledger, (grid.Phase as Leaving)?.Because, grid.Halted, !desk.Pauses(grid.OpensFrom));

    /// <summary>An order is over: its slot keeps what it traded. One that came to nothing makes the openings wait; a
    /// close that the venue refuses may mean that it holds something else than we think.</summary>
    private static Step Settle(Grid grid, GridDesk desk, OrderIntent intent)
    {
        var (slots, matched, closed) = grid.Slots.Settle(intent);
        var settled = grid with { Slots = slots, Totals = grid.Totals.With(matched, closed, desk.Now) };
        if (!intent.Done.Quantity.IsZero)
        {
            return Rest(settled, desk.Now);
        }

        var doubtful = intent is { Status: IntentStatus.Refused, Draft.TimeInForce: not TimeInForce.PostOnly };
        return new(
            OpeningLater(settled, desk), doubtful ? [new MachineCommand.Compare()] : [],
            Instant.Earlier(desk.LookAt, AfterPause(desk)));
    }

    /// <summary>An order of no slot has closed of the whole, while this grid was in quarantine: to the slots it is like
    /// something from outside.</summary>
    private static Step TakeIn(Grid grid, GridDesk desk, OrderIntent intent)
    {
        var slots = SlotBook.Of(grid.Slots, desk.Journal);
        return slots.Held == desk.Position && Unbooked(grid, desk, slots) == Amount.Zero
            ? Rest(grid, desk.Now)
            : Disturb(grid, desk, new($"{intent.Id} has traded {intent.Done.Quantity} for no slot", []));
    }

    /// <summary>Something outside moved the position: the slots take it in, and nothing is opened any more.</summary>
    private static Step Disturb(Grid grid, GridDesk desk, Disturbed disturbed)
    {
        var halted = Absorb(grid with { Halted = grid.Halted ?? disturbed.Evidence }, desk, disturbed);
        var isHeld = halted.Phase is Waiting or Stopped && !desk.Position.IsZero && halted.Ladder is not null;
        return new(
            isHeld ? halted with { Phase = new Leaving(disturbed.Evidence) } : halted,
            [new MachineCommand.Alarm(disturbed.Evidence)], desk.Now);
    }

    /// <summary>The slots take what the ledger took, at what the ledger paid for it.</summary>
    private static Grid Absorb(Grid grid, GridDesk desk, Disturbed disturbed)
    {
        var book = SlotBook.Of(grid.Slots, desk.Journal);
        var (moved, paid) = (desk.Position - book.Held, Unbooked(grid, desk, book));
        if ((moved.IsZero && paid == Amount.Zero) || PriceOf(grid, desk, disturbed) is not { } price)
        {
            return grid;
        }

        var ladder = grid.Ladder ?? Laying.First(desk.Plan, price, null);
        var into = new SlotKey(ladder.Generation, ladder.NearestTo(price));
        var exit = desk.Plan.ExitOf(ladder, into.Index, moved.Sign < 0 ? Side.Sell : Side.Buy);
        var (slots, matched) = grid.Slots.Absorb(moved, paid, price, into, exit);
        return grid with
        {
            // Where nothing is held yet, the ladder is still to be laid.
            Ladder = slots.IsEmpty ? grid.Ladder : ladder,
            Slots = slots,
            Totals = grid.Totals.With(matched, false, desk.Now),
        };
    }

    /// <summary>What the ledger has paid, less what it received, and no slot knows of: zero, unless something moved the
    /// position that was none of their orders. [quote]</summary>
    private static Amount Unbooked(Grid grid, GridDesk desk, SlotBook slots) =>
        GridProfit.Of(slots, grid.Totals.Matched, desk.Ledger, default).Profit - desk.Ledger.Cash;

    /// <summary>About where the market is: it only says which slots take what was moved, so an old quote will do, and
    /// at last the price around which the ladder was laid. Null: nobody knows. [quote/base]</summary>
    private static Price? PriceOf(Grid grid, GridDesk desk, Disturbed? disturbed) =>
        disturbed?.Flows is [.., { Price.Value: > 0m } last] ? last.Price
        : desk.View?.Market is { } market && market.QuoteOf(desk.Plan.Market) is { } quote ? quote.Mid
        : desk.View?.Market.Mark is { } mark ? mark.Value
        : !desk.Journal.Intents.IsEmpty ? desk.Journal.Intents[^1].Draft.Mid
        : grid.Ladder?.At(0);

    private static Grid OpeningLater(Grid grid, GridDesk desk) => grid with { OpensFrom = AfterPause(desk) };

    private static Instant AfterPause(GridDesk desk) => desk.Now + desk.Plan.Settings.RetryPause;

    /// <summary>Tells once what keeps a grid from opening, until that is another or nothing does.</summary>
    /// <param name="alert">What it is, without numbers that change; null: nothing.</param>
    /// <param name="told">The same in the words that a person hears.</param>
    private static Step Alerting(Grid grid, string? alert, string? told, Step step) => alert == grid.Alerted
        ? step
        : step with
        {
            State = step.State with { Alerted = alert },
            Commands = told is not null ? step.Commands.Add(new MachineCommand.Alarm(told)) : step.Commands,
        };

    private static Step Rest(Grid grid, Instant lookAt) => new(grid, [], lookAt);
}
