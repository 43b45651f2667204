using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using static EvenKeel.Funding.SpotPerpEntry;
using static EvenKeel.Machines.MachineCommand;
using static EvenKeel.Machines.MachineEvent;
using Step = EvenKeel.Machines.Step<EvenKeel.Funding.SpotPerpEntry>;

namespace EvenKeel.Funding;

/// <summary>Decides the next step of an entry. What to trade is recomputed each time from what the ledger lacks, so
/// that it does not matter where the last owner died.</summary>
internal static class SpotPerpEntryDecider
{
    /// <summary>How often in a row the leading leg may find nothing before the entry ends smaller.</summary>
    public const int EmptyMax = 6;

    private const int UnwindTriesMax = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_comparePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_glance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_tryPause = TimeSpan.FromMilliseconds(100);

    /// <param name="wanted">Whether the strategy still wants more of this carry.</param>
    public static Step Decide(
        EntryOrder order, SpotPerpEntry state, CarryBook book, MachineEvent @event, bool wanted) =>
        (state, @event) switch
        {
            (Done or Refused or Unwound, _) =>
                throw new UndecidedException(state, @event, "the carry has taken over at the end of the entry"),
            (_, Disturbed or LeaveAsked) =>
                throw new UndecidedException(state, @event, "the carry leaves, and the exit takes the legs over"),

            (Validating, Seen) => Advance(order, new Leading(0, book.Now, HedgeTries.None), book, wanted),
            (Validating, Agreed) => Stay(state, book.Now),
            (Validating, Moved or Ended or Denied) =>
                throw new UndecidedException(state, @event, "no order was written yet"),
            (Verifying, Moved or Ended or Denied) =>
                throw new UndecidedException(state, @event, "it is reached only when no order is open"),

            (Leading or Hedging, Seen) => Advance(order, state, book, wanted),
            (Unwinding u, Seen) => Unwind(u, book),
            (Exposed x, Seen) => TryBoth(x, book),
            (Verifying v, Seen) => new(v, [new Compare()], book.Now + s_comparePause),

            (_, Moved) => Stay(state, book.Now),
            (Leading l, Ended e) when e.Intent.Draft.Step == CarrySteps.Lead => Led(l, e.Intent, book),
            (Leading, Denied d) when d.Draft.Step == CarrySteps.Lead => Settle(book, d.Because),
            (_, Ended { Intent.Draft.Step: CarrySteps.Lead } or Denied { Draft.Step: CarrySteps.Lead }) =>
                throw new UndecidedException(state, @event, "the leading leg has an order only while leading"),
            (_, Ended e) => Tried(state, e.Intent, book),
            (_, Denied) => Stay(state, book.Now + s_pause),

            (Verifying v, Agreed) =>
                book.IsExposed ? Stay(new Hedging(EmptyMax, HedgeTries.None), book.Now) : End(v, book),
            (_, Agreed) => Stay(state, book.Now),
            _ => throw new UndecidedException(state, @event, "every state is named above"),
        };

    /// <summary>The loop that keeps us neutral: hedge, else unwind, else the next slice, else verify.</summary>
    private static Step Advance(EntryOrder order, SpotPerpEntry state, CarryBook book, bool wanted)
    {
        var (lead, hedge) = Legs(book);
        var (empty, quoted, tries) = state switch
        {
            Leading l => (l.Empty, l.Quoted, l.Tries),
            Hedging h => (h.Empty, book.Now, h.Tries),
            _ => throw new UndecidedException(state, "advance", "only these two advance"),
        };
        SpotPerpEntry With(HedgeTries t) => book.IsOpen(lead) ? new Leading(empty, quoted, t) : new Hedging(empty, t);

        if (book.IsOpen(hedge))
        {
            return Wait(With(tries));
        }

        if (book.Exposure.Abs() >= book.Residue(hedge))
        {
            return Hedge(book, tries, With) is { } step ? step
                : book.IsOpen(lead) ? new(With(tries), [new Cancel(book.Journal.OpenOn(lead)!.Id)], book.Now + s_pause)
                : Unwind(new Unwinding(0), book);
        }

        if (book.Journal.OpenOn(lead) is { } open)
        {
            return AtRest(open, With(HedgeTries.None), quoted, book, wanted);
        }

        var rest = Slice(order, book);
        return rest.IsZero ? Settle(book, "the target is reached")
            : !wanted ? Settle(book, "more of it is not wanted any longer")
            : empty >= EmptyMax ? Settle(book, $"the leading leg found nothing {empty} times")
            : Lead(order, rest, empty, book);
    }

    /// <summary>The leading order has ended. One that found nothing waits for the next signal; one that was never sent
    /// costs no try.</summary>
    private static Step Led(Leading state, OrderIntent intent, CarryBook book) =>
        (intent.Status, intent.Done.Quantity.IsZero) switch
        {
            (IntentStatus.NeverSent, _) => Stay(new Hedging(state.Empty, state.Tries), Pause(book)),
            (_, true) => Stay(new Hedging(state.Empty + 1, state.Tries), Pause(book)),
            _ => Stay(new Hedging(0, state.Tries), book.Now),
        };

    private static Instant Pause(CarryBook book) => book.IsExposed ? book.Now : book.Now + s_pause;

    /// <summary>A hedge or an unwinding order has ended. What filled wholly was progress, and the count starts anew;
    /// what was never sent costs no try; what the venue refused tells that it may see other legs than the
    /// ledger.</summary>
    private static Step Tried(SpotPerpEntry state, OrderIntent intent, CarryBook book)
    {
        var next = (state, intent.Status) switch
        {
            (Leading l, IntentStatus.Filled) => l with { Tries = HedgeTries.None },
            (Hedging h, IntentStatus.Filled) => h with { Tries = HedgeTries.None },
            (Leading l, IntentStatus.NeverSent) => l with { Tries = Refund(l.Tries) },
            (Hedging h, IntentStatus.NeverSent) => h with { Tries = Refund(h.Tries) },
            (Unwinding u, IntentStatus.NeverSent) => new Unwinding(Math.Max(0, u.Tries - 1)),
            (Exposed x, IntentStatus.NeverSent) => x with { NextAt = book.Now + s_tryPause },
            // It was waited for by its proof.
            (Exposed x, IntentStatus.NeverArrived) => x with { NextAt = book.Now },
            _ => state,
        };
        return intent.Status switch
        {
            IntentStatus.NeverSent => Stay(next, book.Now + s_tryPause),
            IntentStatus.Refused => new(next, [new Compare()], book.Now + s_tryPause),
            _ => Stay(next, book.Now),
        };
    }

    private static HedgeTries Refund(HedgeTries tries) =>
        tries with { Count = Math.Max(0, tries.Count - 1), Widened = false };

    /// <summary>Brings the other leg level: three tries or three seconds, then one with the wider cap, then
    /// null.</summary>
    private static Step? Hedge(CarryBook book, HedgeTries tries, Func<HedgeTries, SpotPerpEntry> with)
    {
        var (_, hedge) = Legs(book);
        var settings = book.Plan.Settings;
        var since = tries.Since ?? book.Now;
        var spent = tries.Count >= settings.HedgeTriesMax || book.Now - since >= settings.HedgeTime;
        if (spent && tries.Widened)
        {
            return null;
        }

        var draft = Leveling(book, CarrySteps.Hedge, hedge, spent ? PriceCap.Wide : PriceCap.Normal, reduces: false);
        return draft is null
            ? new(with(tries), [], book.Now + s_pause)
            : new(with(new(tries.Count + 1, since, spent)), [new Place(draft)], Instant.Never);
    }

    private static Step Unwind(Unwinding state, CarryBook book)
    {
        var (lead, hedge) = Legs(book);
        if (book.IsOpen(lead) || book.IsOpen(hedge))
        {
            return Wait(state);
        }

        if (!book.IsExposed && book.Exposure.Abs() < book.Residue(lead))
        {
            return Settle(book, "the hedge failed, the unhedged part was taken back", tookBack: true);
        }

        if (state.Tries >= UnwindTriesMax || book.Exposure.Abs() < book.Residue(lead))
        {
            var alarm = new Alarm(
                $"{book.Plan.Symbol}: exposed by {book.Exposure}, neither hedge nor unwind was taken");
            return new(new Exposed(0, book.Now), [alarm], book.Now);
        }

        var cap = state.Tries == 0 ? PriceCap.Wide : PriceCap.Emergency;
        return Leveling(book, CarrySteps.Unwind, lead, cap, reduces: true) is { } draft
            ? new(new Unwinding(state.Tries + 1), [new Place(draft)], Instant.Never)
            : new(state, [], book.Now + s_pause);
    }

    private static Step TryBoth(Exposed state, CarryBook book)
    {
        var (lead, hedge) = Legs(book);
        if (book.IsOpen(lead) || book.IsOpen(hedge))
        {
            return Wait(state);
        }

        if (!book.IsExposed && book.Exposure.Abs() < book.Residue(hedge))
        {
            return Settle(book, "level again after exposure", tookBack: true);
        }

        if (book.Pauses(state.NextAt, PauseAfter(state.Tries)))
        {
            return new(state, [], state.NextAt);
        }

        var (step, market) = state.Tries % 2 == 0 ? (CarrySteps.Hedge, hedge) : (CarrySteps.Unwind, lead);
        var next = new Exposed(state.Tries + 1, book.Now + PauseAfter(state.Tries + 1));
        return book.Exposure.Abs() >= book.Residue(market)
            && Leveling(book, step, market, PriceCap.Emergency, reduces: step == CarrySteps.Unwind) is { } draft
            ? new(next, [new Place(draft)], next.NextAt)
            : new(next, [], next.NextAt);
    }

    private static TimeSpan PauseAfter(int tries) => TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, tries - 1)));

    /// <summary>A resting order stays until its time is over or it is not wanted any longer; a glance now and then
    /// sees a kill switch or a turned market.</summary>
    private static Step AtRest(OrderIntent open, SpotPerpEntry state, Instant quoted, CarryBook book, bool wanted) =>
        open.Draft.TimeInForce != TimeInForce.PostOnly ? Wait(state)
            : wanted && book.Now < quoted + book.Plan.Settings.PatientTime ? new(state, [], Glance(quoted, book))
            : new(state, [new Cancel(open.Id)], book.Now + s_pause);

    private static Instant Glance(Instant quoted, CarryBook book) =>
        Instant.Earlier(quoted + book.Plan.Settings.PatientTime, book.Now + s_glance);

    private static Step Lead(EntryOrder order, Quantity slice, int empty, CarryBook book)
    {
        var (lead, _) = Legs(book);
        var side = (lead == Market.Spot) == (order.Direction == CarryDirection.Positive) ? Side.Buy : Side.Sell;
        // A dust of the slices before is made up for; a spot purchase also pays its fee in the coin.
        var net = lead == Market.Spot ? slice - (book.Exposure * side.Sign()) : slice;
        var quantity = lead == Market.Spot && side == Side.Buy
            ? LegOrders.GrossOf(book, net, book.Plan.Fees.SpotTaker)
            : book.On(lead).RoundDown(net);
        var draft = book.Plan.Settings.Style == EntryStyle.Patient && empty < EmptyMax / 2
            ? LegOrders.Resting(book, CarrySteps.Lead, lead, side, quantity)
            : LegOrders.Taking(book, CarrySteps.Lead, lead, side, quantity, PriceCap.Normal, reduces: false);
        var leading = new Leading(empty, book.Now, HedgeTries.None);
        return draft is null
            ? new(new Hedging(empty + 1, HedgeTries.None), [], book.Now + s_pause)
            : new(
                leading, [new Place(draft)],
                draft.TimeInForce == TimeInForce.PostOnly ? Glance(book.Now, book) : Instant.Never);
    }

    /// <summary>The next slice of each leg, equal slices that leave no rest that cannot be traded; zero at the target.
    /// [base]</summary>
    private static Quantity Slice(EntryOrder order, CarryBook book) =>
        Rest(order, book) is { IsZero: false } rest && book.PriceOf(Market.Linear) is { } price
            ? book.SliceOf(rest, book.LeastOfBoth, price)
            : Quantity.Zero;

    /// <summary>What is still missing of the target; zero when it could not be traded. [base]</summary>
    public static Quantity Rest(EntryOrder order, CarryBook book)
    {
        var sign = order.Direction == CarryDirection.Positive ? -1 : 1;
        var rest = book.RoundDown(order.Target - (book.Ledger.Perp * sign));
        return rest < book.LeastOfBoth ? Quantity.Zero : rest;
    }

    /// <summary>The order that brings exposure back below the residue on a leg, rounded down to what it can
    /// trade.</summary>
    private static OrderDraft? Leveling(CarryBook book, int step, Market market, PriceCap cap, bool reduces)
    {
        var side = Sides.Toward(-book.Exposure);
        var missing = book.Exposure.Abs();
        var quantity = market == Market.Spot && side == Side.Buy
            ? LegOrders.GrossOf(book, missing, book.Plan.Fees.SpotTaker)
            : book.On(market).RoundDown(missing);
        return LegOrders.Taking(book, step, market, side, quantity, cap, reduces);
    }

    private static Step Settle(CarryBook book, string because, bool tookBack = false) =>
        new(
            new Verifying(because, tookBack, book.PriceOf(Market.Spot)), [new Compare()], book.Now + s_comparePause);

    private static Step End(Verifying state, CarryBook book)
    {
        SpotPerpEntry end = !book.IsDust(Market.Linear) ? new Done(state.Because)
            : state.TookBack ? new Unwound(state.Because)
            : new Refused(state.Because);
        return new(end, [], book.Now);
    }

    private static (Market Lead, Market Hedge) Legs(CarryBook book) =>
        (book.Plan.Settings.Lead, CarryBook.Other(book.Plan.Settings.Lead));

    private static Step Stay(SpotPerpEntry state, Instant lookAt) => new(state, [], lookAt);

    private static Step Wait(SpotPerpEntry state) => new(state, ImmutableArray<MachineCommand>.Empty, Instant.Never);
}
