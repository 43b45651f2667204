using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using static EvenKeel.Funding.ArbWords;

namespace EvenKeel.Funding;

/// <summary>The carry's rule: when to enter, hold, reduce, resize and leave. Pure, and the only place that says
/// so.</summary>
/// <remarks>Stale or missing inputs keep it from entering and growing, never from leaving; what is missing never
/// makes it leave. Every answer says why, with the numbers.</remarks>
public sealed class ArbStrategy : IStrategy<ArbPlan, ArbBook>
{
    /// <summary>What is left after a warning: a half.</summary>
    public const decimal Half = 0.5m;

    private ArbStrategy()
    {
    }

    public static ArbStrategy Instance { get; } = new();

    public TargetState Target(ArbPlan plan, ArbBook book, MarketView market)
    {
        var reading = ArbReading.Of(plan, market);
        return book.Direction is { } direction
            ? Held(plan, book, market, reading, direction)
            : Flat(plan, book, market, reading);
    }

    /// <summary>Until when, and between which prices, <see cref="Target"/> cannot give another answer.</summary>
    /// <remarks>Flat, it watches every tick only while the carry would pay its fees, so that book and basis decide.
    /// Holding, it sleeps between prices at which liquidation or health could come into play: then the account is to be
    /// read again.</remarks>
    public WakeRule Rest(ArbPlan plan, ArbBook book, MarketView market) =>
        Target(plan, book, market).Move == Move.Hold
            ? ArbRest.Of(plan, book, market, ArbReading.Of(plan, market))
            : WakeRule.Always;

    /// <summary>When time alone could change an answer that holds; null: at any moment.</summary>
    public static Instant? NextChange(ArbPlan plan, ArbBook book, MarketView market) =>
        ArbRest.ByTime(plan, book, market, ArbReading.Of(plan, market));

    private static TargetState Flat(ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading)
    {
        EntryRefusal? first = null;
        foreach (var direction in Better(reading))
        {
            var price = reading.Price;
            var size = price is { } known ? plan.RoundDown(new(plan.Notional.Value / known.Value)) : Quantity.Zero;
            var growing = new Growing(direction, size, plan.Notional, plan.Settings.CostFactor);
            if (ArbEntryRules.Check(plan, view, reading, growing) is not { } refusal)
            {
                return At(direction, size, Move.Enter, Urgency.Normal, Entering(plan, view, reading, direction));
            }

            first ??= refusal;
        }

        return Stay(book, $"flat: {first!.Value.Because}", first.Value.Missing ? first.Value.Because : null);
    }

    private static TargetState Held(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction)
    {
        if (ArbExitRules.Check(plan, book, view, reading, direction) is { } leaving)
        {
            return At(direction, Quantity.Zero, Move.Exit, leaving.Urgency, leaving.Because);
        }

        var alert = ArbExitRules.Blindness(view, reading, direction);
        return Reduced(plan, book, view, reading, direction) ?? Resized(plan, book, view, reading, direction, alert)
            ?? Stay(book, $"holding {book.Size}: {Holding(plan, book, view, reading, direction)}", alert);
    }

    private static TargetState? Reduced(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction)
    {
        if (!ArbSizeRules.IsWarned(plan, book, view, reading) || ArbSizeRules.IsDust(plan, book, reading))
        {
            return null;
        }

        var half = plan.RoundDown(book.Size * Half);
        var because = $"account health {Share(reading.Health)}, HealthReduce {Share(plan.Settings.HealthReduce)}";
        return half < ArbSizeRules.Least(plan, reading)
            ? At(direction, Quantity.Zero, Move.Exit, Urgency.Normal, $"{because}, and a half could not be traded")
            : At(direction, half, Move.Reduce, Urgency.Normal, because);
    }

    private static TargetState? Resized(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction, string? alert)
    {
        var wanted = ArbSizeRules.Wanted(plan, book, reading);
        if (!wanted.Acts)
        {
            return null;
        }

        var change = wanted.Size - book.Size;
        if (change < Quantity.Zero)
        {
            return wanted.Size < ArbSizeRules.Least(plan, reading)
                ? At(direction, Quantity.Zero, Move.Exit, Urgency.Normal, wanted.Because)
                : At(direction, wanted.Size, Move.Resize, Urgency.Normal, wanted.Because);
        }

        var factor = wanted.Unfinished ? plan.Settings.CostFactor : plan.Settings.ResizeCostFactor;
        var worth = reading.Price is { } price ? price * change : Amount.Zero;
        var growing = new Growing(direction, change, worth, factor);
        if (ArbSizeRules.IsCooling(plan, book, view))
        {
            var because = $"{wanted.Because}, but a warning reduced it at {book.Sized.ReducedAt}";
            return Stay(book, $"holding {book.Size}, {because}", alert);
        }

        return ArbEntryRules.Check(plan, view, reading, growing) is { } refusal
            ? Stay(
                book, $"holding {book.Size}, {wanted.Because}, but {refusal.Because}",
                alert ?? (refusal.Missing ? refusal.Because : null))
            : At(direction, wanted.Size, wanted.Unfinished ? Move.Enter : Move.Resize, Urgency.Normal, wanted.Because);
    }

    /// <summary>The direction that pays more first.</summary>
    internal static ImmutableArray<CarryDirection> Better(in ArbReading reading) =>
        (reading.Mean ?? reading.Predicted) is { } rate && rate < Rate.Zero
            ? [CarryDirection.Negative, CarryDirection.Positive]
            : [CarryDirection.Positive, CarryDirection.Negative];

    private static TargetState At(CarryDirection direction, Quantity size, Move move, Urgency urgency, string because)
    {
        var spot = size * direction.Sign();
        return new([new(Market.Spot, spot), new(Market.Linear, -spot)], [], because, urgency, move);
    }

    private static TargetState Stay(ArbBook book, string because, string? alert) => new(
        [new(Market.Spot, book.SpotHeld), new(Market.Linear, book.PerpHeld)], [], because, Urgency.Normal, Move.Hold,
        alert);

    private static string Entering(ArbPlan plan, MarketView view, in ArbReading reading, CarryDirection direction)
    {
        var basis = FundingMath.Basis(view.Market.Spot!.Value.Mid, view.Market.Perp!.Value.Mid);
        var interest = ArbInterest.ToGrow(plan, view, direction, plan.Notional);
        return $"{direction.Name()}: mean {Percent(reading.Mean)}, predicted {Percent(reading.Predicted)} a year, "
            + $"interest {Percent(interest)}, basis {Points(basis)}, health {Share(reading.Health)}";
    }

    private static string Holding(
        ArbPlan plan, ArbBook book, MarketView view, in ArbReading reading, CarryDirection direction)
    {
        var interest = ArbInterest.ToHold(plan, view, direction, book.Sized.For);
        return $"{direction.Name()}, mean {Percent(reading.Mean)}, predicted {Percent(reading.Predicted)} a year, "
            + $"interest {Percent(interest)}, health {Share(reading.Health)}";
    }
}
