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
    private static readonly TimeSpan s_shutPause = TimeSpan.FromMinutes(1);
    private const int AlarmAfter = 4;

    // The venue takes no repayment for a minute and a half of each hour: that alone is no alarm.
    private const int RepayAlarmAfter = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_comparePause = TimeSpan.FromSeconds(5);

    /// <summary>An exit by slices measures its first slice at the first look: older prices are no measure.</summary>
    public static SpotPerpExit Start(ExitOrder order, CarryBook book) => order.Emergency
        ? new Flattening(LegTries.None, LegTries.None, false)
        : book.View is null
            ? new Slicing(book.Ledger.Base, book.Ledger.Perp, LegTries.None, LegTries.None, false)
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
            (Verifying v, Seen) => new(v, [new Compare()], book.Now + s_comparePause),

            (Slicing or Flattening, Moved) => new(state, [], book.Now),
            (Slicing or Flattening, Ended e) => IsOfExit(e.Intent)
                ? Tried(state, e.Intent, book)
                : LeftOver(order, state, e.Intent, book),
            (Slicing or Flattening, Denied d) =>
                Stay(With(state, d.Draft.Market, t => Later(t.Count + 1, book.Now)), book),
            (Repaying or Verifying, Moved or Ended or Denied) =>
                throw new UndecidedException(state, @event, "the legs are where they should be, no order is open"),

            (Repaying r, Agreed) => Owes(book) ? new(r, [], r.NextAt) : new(new Done(), [], book.Now),
            (Verifying, Agreed) => Verified(order, book),
            (Slicing or Flattening, Agreed) => Stay(state, book),
            _ => throw new UndecidedException(state, @event, "every state is named above"),
        };

    private static Step Slice(ExitOrder order, Slicing state, CarryBook book)
    {
        if (book.Journal.Open.Any(i => !IsOfExit(i)))
        {
            // What the entry has on its way may still trade: with a slice beside it more than one would be unhedged.
            var cancels = CancelsOf(book);
            return new(state, [.. cancels], cancels.Length > 0 ? book.Now + s_pause : Instant.Never);
        }

        if (IsShut(state, book) is { } shut)
        {
            var alarm = new Alarm($"{book.Plan.Symbol}: {shut} does not trade, the exit waits hedged until it does");
            return new(state with { Alarmed = true }, state.Alarmed ? [] : [alarm], book.Now + s_shutPause);
        }

        if (TowardGoals(state.SpotGoal, state.PerpGoal, state.Spot, state.Perp, book) is { } way)
        {
            return Alarmed(state, state.Alarmed, Math.Max(state.Spot.Count, state.Perp.Count), way, book);
        }

        return IsReached(Market.Spot, order.SpotTo, book) && IsReached(Market.Linear, order.PerpTo, book)
            ? Closed(book)
            : Slice(order, NextSlice(order, book), book);
    }

    /// <summary>The leg without which a slice that both legs have before them would only make us naked: it has no
    /// quote while the other has one. With none on either side we are blind, not shut out, and go on.</summary>
    private static Market? IsShut(Slicing state, CarryBook book)
    {
        var bothBefore = state.Spot == LegTries.None && state.Perp == LegTries.None && !book.Journal.Open.Any()
            && !IsReached(Market.Spot, state.SpotGoal, book) && !IsReached(Market.Linear, state.PerpGoal, book);
        return !bothBefore || book.IsExposed ? null
            : book.Quote(Market.Spot) is null && book.Quote(Market.Linear) is not null ? Market.Spot
            : book.Quote(Market.Linear) is null && book.Quote(Market.Spot) is not null ? Market.Linear
            : null;
    }

    private static Step Flatten(ExitOrder order, Flattening state, CarryBook book) =>
        TowardGoals(order.SpotTo, order.PerpTo, state.Spot, state.Perp, book) is { } way
            ? Alarmed(state, state.Alarmed, Math.Max(state.Spot.Count, state.Perp.Count), way, book)
            : Closed(book);

    /// <summary>What both legs do next, each by itself, and when to look again; null when both are there.</summary>
    private static (ImmutableArray<MachineCommand> Commands, Instant LookAt)? TowardGoals(
        Quantity spotGoal, Quantity perpGoal, LegTries spot, LegTries perp, CarryBook book)
    {
        var (spotPlace, spotAt) = Leg(Market.Spot, spotGoal, spot, book);
        var (perpPlace, perpAt) = Leg(Market.Linear, perpGoal, perp, book);
        ImmutableArray<MachineCommand> commands = [.. CancelsOf(book), .. spotPlace, .. perpPlace];
        var lookAt = commands.Any(c => c is Cancel) ? book.Now + s_pause : Instant.Never;
        var underWay = book.Journal.Open.Any() || !IsReached(Market.Spot, spotGoal, book)
            || !IsReached(Market.Linear, perpGoal, book);
        return underWay ? (commands, Instant.Earlier(lookAt, Instant.Earlier(spotAt, perpAt))) : null;
    }

    /// <summary>One leg toward its goal: an order now, or when to try again.</summary>
    private static (ImmutableArray<Place> Place, Instant LookAt) Leg(
        Market market, Quantity goal, LegTries tries, CarryBook book)
    {
        if (book.IsOpen(market) || IsReached(market, goal, book))
        {
            return ([], Instant.Never);
        }

        if (book.Pauses(tries.NextAt, PauseAfter(tries.Count)))
        {
            return ([], tries.NextAt);
        }

        var rest = Way(market, goal, book);
        var side = Sides.Toward(rest);
        var quantity = market == Market.Spot && side == Side.Buy
            ? BuyBack(book, rest)
            : book.On(market).RoundDown(rest.Abs());
        var cap = tries.Count == 0 ? PriceCap.Normal : tries.Count < AlarmAfter ? PriceCap.Wide : PriceCap.Emergency;
        var step = market == Market.Spot ? CarrySteps.LeaveSpot : CarrySteps.LeavePerp;
        return LegOrders.Taking(book, step, market, side, quantity, cap, reduces: true) is { } draft
            ? ([new Place(draft)], Instant.Never)
            : ([], book.Now + s_pause);
    }

    /// <summary>What to buy so that a debt, with the interest of the hour until it is repaid, is covered after the
    /// fee in base coin, up to the lot. [base]</summary>
    private static Quantity BuyBack(CarryBook book, Quantity missing)
    {
        var hourly = book.View?.Market.Borrow?.HourlyRate ?? book.Plan.Settings.BorrowHourlyMax;
        var owed = book.Ledger.Debt.IsZero ? missing : missing * (1m + hourly.Value);
        return LegOrders.GrossOf(book, owed, book.Plan.Fees.SpotTaker);
    }

    /// <summary>The goals of the next slice: the same step on both legs. Where they differ, the longer one goes first
    /// until they are level.</summary>
    private static Slicing NextSlice(ExitOrder order, CarryBook book)
    {
        var (spot, perp) = (Way(Market.Spot, order.SpotTo, book), Way(Market.Linear, order.PerpTo, book));
        var longer = book.RoundDown(Quantity.Max(spot.Abs(), perp.Abs()));
        if (book.PriceOf(Market.Linear) is not { } price || price * longer <= book.Plan.Settings.SliceMax)
        {
            return new(order.SpotTo, order.PerpTo, LegTries.None, LegTries.None, false);
        }

        var least = book.LeastOfBoth;
        var apart = spot.Abs() - perp.Abs();
        var (spotStep, perpStep) = apart.Abs() < least
            ? (book.SliceOf(longer, least, price), book.SliceOf(longer, least, price))
            : apart.Sign > 0
                ? (book.SliceOf(apart, least, price), Quantity.Zero)
                : (Quantity.Zero, book.SliceOf(-apart, least, price));
        return new(
            book.Ledger.Base + (Quantity.Min(spotStep, spot.Abs()) * spot.Sign),
            book.Ledger.Perp + (Quantity.Min(perpStep, perp.Abs()) * perp.Sign),
            LegTries.None, LegTries.None, false);
    }

    /// <summary>A leg is there when what is left of its way cannot be traded.</summary>
    private static bool IsReached(Market market, Quantity goal, CarryBook book) =>
        Way(market, goal, book).Abs() < book.Residue(market);

    /// <summary>What a leg still has to trade, signed. One that went past its goal, by a late fill or from outside, is
    /// not opened again. [base]</summary>
    private static Quantity Way(Market market, Quantity goal, CarryBook book)
    {
        var held = book.Ledger.Of(market);
        return held.Sign * goal.Sign < 0 ? -held
            : held.Abs() <= goal.Abs() ? Quantity.Zero
            : goal - held;
    }

    /// <summary>An order of a leg has ended. What the venue refused tells that it may see another leg than the ledger;
    /// what never reached it was waited for by its proof.</summary>
    private static Step Tried(SpotPerpExit state, OrderIntent intent, CarryBook book)
    {
        var next = With(state, intent.Draft.Market, tries => intent.Status switch
        {
            IntentStatus.Filled => LegTries.None,
            IntentStatus.NeverSent => Later(tries.Count, book.Now),
            IntentStatus.NeverArrived => new(tries.Count + 1, book.Now),
            _ => Later(tries.Count + 1, book.Now),
        });
        return intent.Status == IntentStatus.Refused ? new(next, [new Compare()], book.Now) : Stay(next, book);
    }

    /// <summary>An order that the entry had on its way has ended: the slice is cut anew from what is there.</summary>
    private static Step LeftOver(ExitOrder order, SpotPerpExit state, OrderIntent intent, CarryBook book)
    {
        var next = state is Slicing ? NextSlice(order, book) : state;
        return intent.Status == IntentStatus.Refused ? new(next, [new Compare()], book.Now) : Stay(next, book);
    }

    private static bool IsOfExit(OrderIntent intent) =>
        intent.Draft.Step is CarrySteps.LeaveSpot or CarrySteps.LeavePerp;

    /// <summary>A leading order of the entry that was broken off may still rest.</summary>
    private static ImmutableArray<Cancel> CancelsOf(CarryBook book) =>
        [.. book.Journal.Open.Where(i => i.Draft.TimeInForce == TimeInForce.PostOnly).Select(i => new Cancel(i.Id))];

    private static LegTries Later(int count, Instant now) => new(count, now + PauseAfter(count));

    private static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromMilliseconds(Math.Min(30_000, 100 * Math.Pow(2, Math.Min(tries, 10))));

    private static TimeSpan RepayPauseAfter(int tries) => TimeSpan.FromSeconds(Math.Min(60, 2 * tries));

    private static SpotPerpExit With(SpotPerpExit state, Market market, Func<LegTries, LegTries> change) => state switch
    {
        Slicing s when market == Market.Spot => s with { Spot = change(s.Spot) },
        Slicing s => s with { Perp = change(s.Perp) },
        Flattening f when market == Market.Spot => f with { Spot = change(f.Spot) },
        Flattening f => f with { Perp = change(f.Perp) },
        _ => throw new UndecidedException(state, market, "only these two have orders"),
    };

    private static Step Alarmed(
        SpotPerpExit state, bool alarmed, int tries, (ImmutableArray<MachineCommand> Commands, Instant LookAt) way,
        CarryBook book)
    {
        if (alarmed || tries < AlarmAfter)
        {
            return new(state, way.Commands, way.LookAt);
        }

        var alarm = new Alarm($"{book.Plan.Symbol}: a leg cannot be closed, exposed by {book.Exposure}");
        SpotPerpExit told = state switch
        {
            Slicing s => s with { Alarmed = true },
            Flattening f => f with { Alarmed = true },
            _ => state,
        };
        return new(told, way.Commands.Add(alarm), way.LookAt);
    }

    private static Step Stay(SpotPerpExit state, CarryBook book) => new(state, [], book.Now);

    private static Step Closed(CarryBook book) =>
        new(new Verifying(book.PriceOf(Market.Spot)), [new Compare()], book.Now + s_comparePause);

    private static Step Repay(Repaying state, CarryBook book)
    {
        if (!Owes(book))
        {
            return new(state, [new Compare()], book.Now + s_comparePause);
        }

        if (book.Pauses(state.NextAt, RepayPauseAfter(state.Tries)))
        {
            return new(state, [], state.NextAt);
        }

        var next = new Repaying(state.Tries + 1, book.Now + RepayPauseAfter(state.Tries + 1));
        var repay = new MachineCommand.Repay(Repayable(book));
        return state.Tries == RepayAlarmAfter
            ? new(next, [repay, new Alarm($"{book.Plan.Symbol}: {book.Ledger.Debt} stay owed")], next.NextAt)
            : new(next, [repay], next.NextAt);
    }

    private static Step Verified(ExitOrder order, CarryBook book) =>
        !IsReached(Market.Spot, order.SpotTo, book) || !IsReached(Market.Linear, order.PerpTo, book)
            ? new(Start(order, book), [], book.Now)
            : Owes(book)
                ? new(new Repaying(0, book.Now), [], book.Now)
                : new(new Done(), [], book.Now);

    /// <summary>What was bought back and still lies beside the debt; of a part closed, that part. [base]</summary>
    private static Quantity Repayable(CarryBook book) =>
        Quantity.Min(book.Ledger.Debt, book.Ledger.Base + book.Ledger.Debt);

    /// <summary>Whether more can be repaid than dust.</summary>
    public static bool Owes(CarryBook book) => Repayable(book) >= book.Residue(Market.Spot);
}
