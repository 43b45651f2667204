using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Funding.SpotPerpExit;
using static EvenKeel.Machines.MachineCommand;
using static EvenKeel.Machines.MachineEvent;
using Step = EvenKeel.Machines.Step<EvenKeel.Funding.SpotPerpExit>;

namespace EvenKeel.Funding;

/// <summary>Decides the next step of an exit: both legs of a slice at once, each until it is there; a leg that is
/// refused is tried again, wider, and never holds the other's slice back.</summary>
internal static class SpotPerpExitDecider
{
    private const int AlarmAfter = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public static SpotPerpExit Start(ExitOrder order, CarryBook book) => order.Emergency
        ? new Flattening(LegTries.None, LegTries.None, false)
        : NextSlice(order, book);

    public static Step Decide(ExitOrder order, SpotPerpExit state, CarryBook book, MachineEvent @event) =>
        (state, @event) switch
        {
            (Done, _) => throw new UndecidedException(state, @event, "the carry has taken over at the end of the exit"),
            (_, Disturbed or LeaveAsked) =>
                throw new UndecidedException(state, @event, "the carry answers with a new order for the exit"),

            (Slicing s, Seen) => Slice(order, s, book),
            (Flattening f, Seen) => Flatten(order, f, book),
            (Repaying r, Seen) => Repay(r, book),
            (Verifying v, Seen) => new(v, [new Compare()], book.Now + TimeSpan.FromSeconds(5)),

            (Slicing or Flattening, Moved) => new(state, [], book.Now),
            (Slicing s, Ended e) => new(s with { Spot = After(s.Spot, Market.Spot, e, book), Perp = After(s.Perp, Market.Linear, e, book) }, [], book.Now),
            (Flattening f, Ended e) => new(f with { Spot = After(f.Spot, Market.Spot, e, book), Perp = After(f.Perp, Market.Linear, e, book) }, [], book.Now),
            (Slicing or Flattening, Denied) => new(state, [], book.Now + s_pause),
            (Repaying or Verifying, Moved or Ended or Denied) =>
                throw new UndecidedException(state, @event, "the legs are closed, no order is open"),

            (Repaying r, Agreed) => Owes(book) ? new(r, [], r.NextAt) : new(new Done(), [], book.Now),
            (Verifying, Agreed) => Verified(order, book),
            (_, Agreed) => new(state, [], book.Now),
            _ => throw new UndecidedException(state, @event, "no such pair"),
        };

    private static Step Slice(ExitOrder order, Slicing state, CarryBook book)
    {
        if (CancelResting(state, book) is { } cancel)
        {
            return cancel;
        }

        var (spot, spotPlace, spotAt) = Leg(Market.Spot, state.SpotGoal, state.Spot, book);
        var (perp, perpPlace, perpAt) = Leg(Market.Linear, state.PerpGoal, state.Perp, book);
        var places = Both(spotPlace, perpPlace);
        var next = state with { Spot = spot, Perp = perp };
        if (!places.IsEmpty || book.IsOpen(Market.Spot) || book.IsOpen(Market.Linear)
            || !Reached(Market.Spot, state.SpotGoal, book) || !Reached(Market.Linear, state.PerpGoal, book))
        {
            return Alarmed(next, state.Alarmed, spot, perp, places, Instant.Earlier(spotAt, perpAt), book);
        }

        return Reached(Market.Spot, order.SpotTo, book) && Reached(Market.Linear, order.PerpTo, book)
            ? Closed(book)
            : Slice(order, NextSlice(order, book), book);
    }

    private static Step Flatten(ExitOrder order, Flattening state, CarryBook book)
    {
        if (CancelResting(state, book) is { } cancel)
        {
            return cancel;
        }

        var (spot, spotPlace, spotAt) = Leg(Market.Spot, order.SpotTo, state.Spot, book);
        var (perp, perpPlace, perpAt) = Leg(Market.Linear, order.PerpTo, state.Perp, book);
        var places = Both(spotPlace, perpPlace);
        var next = state with { Spot = spot, Perp = perp };
        return !places.IsEmpty || book.IsOpen(Market.Spot) || book.IsOpen(Market.Linear)
            || !Reached(Market.Spot, order.SpotTo, book) || !Reached(Market.Linear, order.PerpTo, book)
            ? Alarmed(next, state.Alarmed, spot, perp, places, Instant.Earlier(spotAt, perpAt), book)
            : Closed(book);
    }

    /// <summary>A leading order of the entry that was broken off may still rest: it goes first.</summary>
    private static Step? CancelResting(SpotPerpExit state, CarryBook book)
    {
        foreach (var open in book.Journal.Open)
        {
            if (open.Draft.TimeInForce is TimeInForce.PostOnly or TimeInForce.GoodTillCancel)
            {
                return new(state, [new Cancel(open.Id)], book.Now + s_pause);
            }
        }

        return null;
    }

    /// <summary>One leg toward its goal: an order now, or when to try again.</summary>
    private static (LegTries Tries, Place? Place, Instant LookAt) Leg(
        Market market, Quantity goal, LegTries tries, CarryBook book)
    {
        if (book.IsOpen(market) || Reached(market, goal, book))
        {
            return (tries, null, Instant.Never);
        }

        if (book.Now < tries.NextAt)
        {
            return (tries, null, tries.NextAt);
        }

        var rest = goal - book.Ledger.Of(market);
        var side = Sides.Toward(rest);
        var quantity = market == Market.Spot && side == Side.Buy
            ? BuyBack(book, rest)
            : book.On(market).RoundDown(rest.Abs());
        var cap = tries.Count == 0 ? PriceCap.Normal : tries.Count < AlarmAfter ? PriceCap.Wide : PriceCap.Emergency;
        var step = market == Market.Spot ? CarrySteps.LeaveSpot : CarrySteps.LeavePerp;
        return LegOrders.Taking(book, step, market, side, quantity, cap, reduces: true) is { } draft
            ? (tries, new Place(draft), Instant.Never)
            : (tries, null, book.Now + s_pause);
    }

    /// <summary>What to buy so that a debt, with the interest of the hour until it is repaid, is covered after the
    /// fee in base coin, up to the lot. [base]</summary>
    private static Quantity BuyBack(CarryBook book, Quantity missing)
    {
        var hourly = book.View?.Market.Borrow?.HourlyRate ?? book.Plan.Settings.BorrowHourlyMax;
        var owed = book.Ledger.Debt.IsZero ? missing : missing * (1m + hourly.Value);
        return LegOrders.GrossOf(book, owed, book.Plan.Fees.SpotTaker);
    }

    private static Slicing NextSlice(ExitOrder order, CarryBook book)
    {
        var spot = order.SpotTo - book.Ledger.Base;
        var perp = order.PerpTo - book.Ledger.Perp;
        var price = book.PriceOf(Market.Linear) ?? book.PriceOf(Market.Spot) ?? new Price(0m);
        var worth = price * Quantity.Max(spot.Abs(), perp.Abs());
        var slices = Math.Max(1m, Math.Ceiling(worth.Value / book.Plan.Settings.SliceMax.Value));
        return slices == 1m
            ? new(order.SpotTo, order.PerpTo, LegTries.None, LegTries.None, false)
            : new(
                book.Ledger.Base + book.RoundDown(new Quantity(spot.Value / slices)),
                book.Ledger.Perp + book.RoundDown(new Quantity(perp.Value / slices)),
                LegTries.None, LegTries.None, false);
    }

    /// <summary>A leg is there when what is left of it cannot be traded.</summary>
    private static bool Reached(Market market, Quantity goal, CarryBook book) =>
        (goal - book.Ledger.Of(market)).Abs() < book.Residue(market);

    private static LegTries After(LegTries tries, Market market, Ended ended, CarryBook book)
    {
        if (ended.Intent.Draft.Market != market || ended.Intent.Status == IntentStatus.Filled)
        {
            return ended.Intent.Draft.Market == market ? LegTries.None : tries;
        }

        var count = ended.Intent.Status == IntentStatus.NeverSent ? tries.Count : tries.Count + 1;
        var pause = TimeSpan.FromMilliseconds(Math.Min(30_000, 100 * Math.Pow(2, count)));
        return new(count, book.Now + pause);
    }

    private static Step Alarmed(
        SpotPerpExit next, bool alarmed, LegTries spot, LegTries perp, ImmutableArray<MachineCommand> places,
        Instant lookAt, CarryBook book)
    {
        if (alarmed || Math.Max(spot.Count, perp.Count) < AlarmAfter)
        {
            return new(next, places, lookAt);
        }

        var alarm = new Alarm($"{book.Plan.Symbol}: a leg cannot be closed, exposed by {book.Exposure}");
        SpotPerpExit told = next switch
        {
            Slicing s => s with { Alarmed = true },
            Flattening f => f with { Alarmed = true },
            _ => next,
        };
        return new(told, places.Add(alarm), lookAt);
    }

    private static Step Closed(CarryBook book) => new(new Verifying(), [new Compare()], Instant.Never);

    private static Step Repay(Repaying state, CarryBook book) => book.Now < state.NextAt
        ? new(state, [], state.NextAt)
        : new(
            new Repaying(state.Tries + 1, book.Now + TimeSpan.FromSeconds(Math.Min(60, 2 * (state.Tries + 1)))),
            state.Tries == AlarmAfter
                ? [new MachineCommand.Repay(book.Ledger.Debt), new Alarm($"{book.Plan.Symbol}: {book.Ledger.Debt} stay owed")]
                : [new MachineCommand.Repay(book.Ledger.Debt)],
            Instant.Never);

    private static Step Verified(ExitOrder order, CarryBook book) =>
        !Reached(Market.Spot, order.SpotTo, book) || !Reached(Market.Linear, order.PerpTo, book)
            ? new(Start(order, book), [], book.Now)
            : order.SpotTo.IsZero && Owes(book)
                ? new(new Repaying(0, book.Now), [], book.Now)
                : new(new Done(), [], book.Now);

    /// <summary>Whether more is owed than could not be bought back anyway.</summary>
    private static bool Owes(CarryBook book) => book.Ledger.Debt >= book.Residue(Market.Spot);

    private static ImmutableArray<MachineCommand> Both(Place? a, Place? b) =>
        (a, b) switch
        {
            (null, null) => [],
            ({ } one, null) => [one],
            (null, { } one) => [one],
            ({ } one, { } two) => [one, two],
        };
}
