using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using static EvenKeel.Funding.CarryPhase;
using static EvenKeel.Machines.MachineCommand;
using static EvenKeel.Machines.MachineEvent;
using Step = EvenKeel.Machines.Step<EvenKeel.Funding.Carry>;

namespace EvenKeel.Funding;

/// <summary>Decides a carry's life: asks the strategy what should be, and lets entry and exit make it so.</summary>
internal static class CarryDecider
{
    private static readonly TimeSpan s_untilTick = TimeSpan.FromMinutes(1);

    public static Step Decide(Carry carry, CarryBook book, MachineEvent @event) =>
        DecideBy(carry, book with { Judged = JudgedAt(carry.Phase) }, @event);

    /// <summary>Both looks of a verification weigh by one price: what was dust stays dust until the market is seen
    /// again.</summary>
    private static Price? JudgedAt(CarryPhase phase) => phase switch
    {
        Entering { Step: SpotPerpEntry.Verifying { At: var at } } => at,
        Leaving { Step: SpotPerpExit.Verifying { At: var at } } => at,
        _ => null,
    };

    private static Step DecideBy(Carry carry, CarryBook book, MachineEvent @event) => (carry.Phase, @event) switch
    {
        (Flat, Seen s) => AtRest(carry, book, s),
        (Holding, Seen s) => AtRest(carry, book, s),
        (Entering e, Seen s) => Entry(carry, e, book, s),
        (Leaving l, Seen s) => Exit(carry, l, book, s),

        (Flat or Holding, Moved or Ended or Denied) =>
            throw new UndecidedException(carry.Phase, @event, "at rest no order is open"),
        (Entering e, Moved or Ended or Denied or Agreed) =>
            Entered(carry, e, book, Entry(e, book, @event, wanted: true)),
        (Leaving l, Moved or Ended or Denied or Agreed) =>
            Left(carry, l, book, SpotPerpExitDecider.Decide(l.Order, l.Step, book, @event)),

        (Flat or Holding, Agreed) =>
            CanMatch(book) ? Match(carry, book, "the legs have drifted apart") : Rest(carry, book.Now),

        (_, Disturbed d) => Disturb(carry, book, d),
        (Flat, LeaveAsked) => Rest(carry, book.Now),
        (Leaving { Order: { PerpTo.IsZero: true, SpotTo.IsZero: true } order }, LeaveAsked a)
            when order.Emergency || !a.Emergency => Rest(carry, book.Now),
        (Entering or Holding or Leaving, LeaveAsked a) =>
            Leave(carry, book, Quantity.Zero, Quantity.Zero, a.Emergency, a.Because, fresh: carry.Phase is Holding),
        _ => throw new UndecidedException(carry.Phase, @event, "every phase is named above"),
    };

    /// <summary>Flat or holding: what should be against what is. What cannot be traded away is no difference, and
    /// nothing grows while something outside has moved a leg or right after an attempt that came to nothing.</summary>
    private static Step AtRest(Carry carry, CarryBook book, Seen seen)
    {
        var arb = book.ToArb(carry);
        var target = ArbStrategy.Instance.Target(book.Plan, arb, seen.View);
        if (CanMatch(book) && target.Move != Move.Exit)
        {
            return Match(carry, book, "the legs have drifted apart");
        }

        if (!Diff.Between(arb.Current, target).Any(d => IsTradable(d, book)))
        {
            return Alerting(carry, target, book, AsTheStrategySays(carry, arb, book, seen));
        }

        var wanted = target.Of(Market.Linear);
        var held = book.IsDust(Market.Linear) ? Quantity.Zero : book.Ledger.Perp;
        var turns = wanted.Sign * held.Sign < 0;
        var sized = carry with { Sized = carry.Sized.Adopt(target, book.Plan, book.Now) };
        if (wanted.Abs() > held.Abs() && !turns)
        {
            return carry.Stopped is not null ? AsTheStrategySays(carry, arb, book, seen)
                : book.Now < carry.GrowsFrom ? Rest(carry, carry.GrowsFrom)
                : Enter(sized, book, wanted, target.Because, seen);
        }

        var left = turns ? Quantity.Zero : Quantity.Min(wanted.Abs(), held.Abs());
        return Leave(
            sized, book, left * target.Of(Market.Spot).Sign, left * wanted.Sign, target.Urgency == Urgency.Emergency,
            target.Because, fresh: true);
    }

    /// <summary>Whether both legs could trade a difference: less than that is dust, and stays.</summary>
    private static bool IsTradable(Difference difference, CarryBook book)
    {
        var delta = difference switch
        {
            Difference.Grow g => g.Delta,
            Difference.Shrink s => s.Delta,
            _ => throw new ArgumentOutOfRangeException(nameof(difference), "a carry's strategy rests no orders"),
        };
        return delta.Abs() >= book.LeastOfBoth;
    }

    private static Step AsTheStrategySays(Carry carry, ArbBook arb, CarryBook book, Seen seen)
    {
        // Where every tick may decide, ticks wake it; the minute is for a stream that is silent.
        var next = ArbStrategy.NextChange(book.Plan, arb, seen.View);
        return Rest(carry, next > book.Now ? next.Value : book.Now + s_untilTick);
    }

    /// <summary>Tells once that an input is missing, until it is there again.</summary>
    private static Step Alerting(Carry carry, TargetState target, CarryBook book, Step step) =>
        (carry.Alerted, target.Alert) switch
        {
            (null, { } alert) => step with
            {
                State = carry with { Alerted = alert },
                Commands = step.Commands.Add(new Alarm($"{book.Plan.Symbol}: {alert}")),
            },
            ({ }, null) => step with { State = carry with { Alerted = null } },
            _ => step,
        };

    private static Step Enter(Carry carry, CarryBook book, Quantity perp, string because, Seen seen)
    {
        var direction = perp.Sign < 0 ? CarryDirection.Positive : CarryDirection.Negative;
        var entering = new Entering(new(direction, perp.Abs(), because, book.Now), new SpotPerpEntry.Validating());
        var pinned = carry with { Pinned = carry.Pinned ?? book.Plan.Settings, Phase = entering };
        var step = Entered(pinned, entering, book, Entry(entering, book, seen, wanted: true));
        return step with { Commands = step.Commands.Insert(0, new NextEpoch()) };
    }

    private static Step Entry(Carry carry, Entering entering, CarryBook book, Seen seen)
    {
        var target = ArbStrategy.Instance.Target(book.Plan, book.ToArb(carry), seen.View);
        if (target.Urgency == Urgency.Emergency)
        {
            return Leave(carry, book, Quantity.Zero, Quantity.Zero, emergency: true, target.Because, fresh: false);
        }

        var wanted = carry.Stopped is null && target.Of(Market.Linear).Abs() >= entering.Order.Target;
        return Entered(carry, entering, book, Entry(entering, book, seen, wanted));
    }

    private static Step<SpotPerpEntry> Entry(Entering e, CarryBook book, MachineEvent @event, bool wanted) =>
        SpotPerpEntryDecider.Decide(e.Order, e.Step, book, @event, wanted);

    private static Step Entered(Carry carry, Entering entering, CarryBook book, Step<SpotPerpEntry> step) =>
        step.State switch
        {
            SpotPerpEntry.Done d => After(carry, entering, d.Because, book, step),
            SpotPerpEntry.Refused r => After(carry, entering, $"refused: {r.Because}", book, step),
            SpotPerpEntry.Unwound u => After(carry, entering, $"unwound: {u.Because}", book, step),
            _ => new(carry with { Phase = entering with { Step = step.State } }, step.Commands, step.LookAt),
        };

    /// <summary>The entry is over. Short of its target it waits before it grows again, and what was bought back while
    /// unwinding is given back first.</summary>
    private static Step After(
        Carry carry, Entering entering, string because, CarryBook book, Step<SpotPerpEntry> step)
    {
        var again = SpotPerpEntryDecider.Rest(entering.Order, book).IsZero
            ? default
            : book.Now + book.Plan.Settings.RetryPause;
        var waiting = carry with { GrowsFrom = again };
        if (SpotPerpExitDecider.Owes(book))
        {
            return Leave(waiting, book, book.Ledger.Base, book.Ledger.Perp, emergency: false, because, fresh: false);
        }

        return step.State is SpotPerpEntry.Done
            ? new(waiting with { Phase = new Holding(entering.Order.Direction, because) }, step.Commands, book.Now)
            : new(Emptied(waiting, because), step.Commands, again);
    }

    private static Carry Emptied(Carry carry, string because) =>
        carry with { Phase = new Flat(because), Pinned = null, Sized = ArbSizing.None };

    private static Step Exit(Carry carry, Leaving leaving, CarryBook book, Seen seen)
    {
        var target = ArbStrategy.Instance.Target(book.Plan, book.ToArb(carry), seen.View);
        if (!leaving.Order.Emergency && target.Urgency == Urgency.Emergency)
        {
            return Leave(carry, book, Quantity.Zero, Quantity.Zero, emergency: true, target.Because, fresh: false);
        }

        return Left(carry, leaving, book, SpotPerpExitDecider.Decide(leaving.Order, leaving.Step, book, seen));
    }

    private static Step Left(Carry carry, Leaving leaving, CarryBook book, Step<SpotPerpExit> step)
    {
        if (step.State is not SpotPerpExit.Done)
        {
            return new(carry with { Phase = leaving with { Step = step.State } }, step.Commands, step.LookAt);
        }

        var because = leaving.Order.Because;
        return book.IsDust(Market.Linear) && book.IsDust(Market.Spot)
            ? new(Emptied(carry, because), step.Commands, book.Now)
            : new(carry with { Phase = new Holding(DirectionOf(book), because) }, step.Commands, book.Now);
    }

    /// <summary>Something outside moved a leg: it is booked. Tell, reduce the larger leg to match, never
    /// re-open.</summary>
    private static Step Disturb(Carry carry, CarryBook book, Disturbed disturbed)
    {
        var stopped = carry with { Stopped = carry.Stopped ?? disturbed.Evidence };
        var alarm = new Alarm($"{book.Plan.Symbol}: {disturbed.Evidence}");
        var step = carry.Phase is Flat or Holding && !book.IsExposed
            ? Rest(stopped, book.Now)
            : Match(stopped, book, disturbed.Evidence);
        return step with { Commands = step.Commands.Insert(0, alarm) };
    }

    /// <summary>Reduces the larger leg to the smaller, and no leg of an exit to more than it was going to.</summary>
    /// <summary>Whether the legs differ by something that one of them could trade: two dusts may add up to
    /// more.</summary>
    private static bool CanMatch(CarryBook book)
    {
        var common = CommonOf(book);
        return book.IsExposed
            && (book.Ledger.Base.Abs() - common >= book.Residue(Market.Spot)
                || book.Ledger.Perp.Abs() - common >= book.Residue(Market.Linear));
    }

    /// <summary>What both legs hold against each other. [base]</summary>
    private static Quantity CommonOf(CarryBook book)
    {
        var (spot, perp) = (book.Ledger.Base, book.Ledger.Perp);
        return spot.Sign * perp.Sign < 0 ? book.RoundDown(Quantity.Min(spot.Abs(), perp.Abs())) : Quantity.Zero;
    }

    private static Step Match(Carry carry, CarryBook book, string because)
    {
        var (spot, perp) = (book.Ledger.Base, book.Ledger.Perp);
        var common = CommonOf(book);
        var leaving = (carry.Phase as Leaving)?.Order;
        var left = leaving is null ? common : Quantity.Min(common, leaving.PerpTo.Abs());
        return Leave(
            carry with { Sized = carry.Sized with { Size = left } }, book, left * spot.Sign, left * perp.Sign,
            leaving?.Emergency ?? false, leaving?.Because ?? because, fresh: carry.Phase is Flat or Holding);
    }

    private static Step Leave(
        Carry carry, CarryBook book, Quantity spotTo, Quantity perpTo, bool emergency, string because, bool fresh)
    {
        var order = new ExitOrder(spotTo, perpTo, emergency, because, book.Now);
        ImmutableArray<MachineCommand> commands = fresh ? [new NextEpoch()] : [];
        var leaving = carry with
        {
            Phase = new Leaving(order, SpotPerpExitDecider.Start(order, book)),
            Pinned = carry.Pinned ?? book.Plan.Settings,
            Sized = perpTo.Abs() < book.Ledger.Perp.Abs() ? carry.Sized with { Size = perpTo.Abs() } : carry.Sized,
        };
        return new(leaving, commands, book.Now);
    }

    private static CarryDirection DirectionOf(CarryBook book) =>
        book.Ledger.Perp.Sign < 0 ? CarryDirection.Positive : CarryDirection.Negative;

    private static Step Rest(Carry carry, Instant lookAt) => new(carry, [], lookAt);
}
