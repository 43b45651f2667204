using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Reconciliation;

/// <summary>What one market holds.</summary>
/// <param name="Realized">From the ledger, signed. [base]</param>
/// <param name="InFlight">What open orders may still change it by, signed; one that is being cancelled counts.
/// [base]</param>
public readonly record struct HeldPosition(Market Market, Quantity Realized, Quantity InFlight);

/// <summary>An order that rests now, or may rest: until it is seen terminal it is here.</summary>
/// <param name="Quantity">What of it is not traded yet, unsigned. [base]</param>
/// <param name="Cancelling">Its cancel was asked for: it is neither wanted nor gone.</param>
public readonly record struct RestingOrder(
    SlotKey Slot, Market Market, Side Side, Price Price, Quantity Quantity, bool ReduceOnly, bool Cancelling);

/// <summary>What is: positions with what is in flight, and orders that rest.</summary>
public sealed record CurrentState(ImmutableArray<HeldPosition> Positions, ImmutableArray<RestingOrder> Orders);

/// <summary>One step from what is to what should be.</summary>
public abstract record Difference
{
    private Difference()
    {
    }

    /// <summary>The absolute position is to rise.</summary>
    /// <param name="Delta">Signed change, not zero. [base]</param>
    public sealed record Grow(Market Market, Quantity Delta) : Difference;

    /// <summary>The absolute position is to fall, at most to zero.</summary>
    /// <param name="Delta">Signed change, not zero. [base]</param>
    public sealed record Shrink(Market Market, Quantity Delta) : Difference;

    /// <summary>An order is to rest in a slot that is free.</summary>
    public sealed record Place(WantedOrder Order) : Difference;

    /// <summary>An order is not wanted any more, or not like this: it is not changed, it is cancelled.</summary>
    public sealed record Cancel(RestingOrder Order) : Difference;
}

/// <summary>The one comparison of what is with what should be: Action = Target − (Realized + InFlight).</summary>
public static class Diff
{
    /// <summary>Shrinking and cancelling first, then growing and placing; markets and slots in the order
    /// given.</summary>
    /// <remarks>Held 0.3 with −0.1 in flight, wanted 0.5 → grow by 0.3. Held 0.2, wanted −0.1 → shrink by −0.2, grow
    /// by −0.1. A slot whose order is being cancelled gets nothing until that order is gone.</remarks>
    public static ImmutableArray<Difference> Between(CurrentState current, TargetState target)
    {
        var less = ImmutableArray.CreateBuilder<Difference>();
        var more = ImmutableArray.CreateBuilder<Difference>();
        foreach (var wanted in target.Positions)
        {
            Compare(Held(current, wanted.Market), wanted, less, more);
        }

        CompareOrders(current.Orders, target.Orders, less, more);
        less.AddRange(more);
        return less.ToImmutable();
    }

    private static void CompareOrders(
        ImmutableArray<RestingOrder> current, ImmutableArray<WantedOrder> target,
        ImmutableArray<Difference>.Builder less, ImmutableArray<Difference>.Builder more)
    {
        var wantedAt = new Dictionary<SlotKey, int>(target.Length);
        for (var i = 0; i < target.Length; i++)
        {
            wantedAt[target[i].Slot] = i;
        }

        var taken = new bool[target.Length];
        foreach (var resting in current)
        {
            var isWanted = wantedAt.TryGetValue(resting.Slot, out var at);
            if (isWanted)
            {
                taken[at] = true;
            }

            if (!resting.Cancelling && !(isWanted && IsThe(target[at], resting)))
            {
                less.Add(new Difference.Cancel(resting));
            }
        }

        for (var i = 0; i < target.Length; i++)
        {
            if (!taken[i])
            {
                more.Add(new Difference.Place(target[i]));
            }
        }
    }

    private static Quantity Held(CurrentState current, Market market)
    {
        var sum = Quantity.Zero;
        foreach (var held in current.Positions)
        {
            sum = held.Market == market ? sum + held.Realized + held.InFlight : sum;
        }

        return sum;
    }

    private static void Compare(
        Quantity held, WantedPosition wanted, ImmutableArray<Difference>.Builder less,
        ImmutableArray<Difference>.Builder more)
    {
        // Through zero there are two steps: the first closes, and only the second takes on risk.
        var between = held.Sign * wanted.Quantity.Sign < 0 ? Quantity.Zero
            : held.Abs() > wanted.Quantity.Abs() ? wanted.Quantity : held;
        if (between != held)
        {
            less.Add(new Difference.Shrink(wanted.Market, between - held));
        }

        if (wanted.Quantity != between)
        {
            more.Add(new Difference.Grow(wanted.Market, wanted.Quantity - between));
        }
    }

    private static bool IsThe(WantedOrder wanted, RestingOrder resting) =>
        wanted.Market == resting.Market && wanted.Side == resting.Side && wanted.Price == resting.Price
        && wanted.Quantity == resting.Quantity && wanted.ReduceOnly == resting.ReduceOnly;
}
