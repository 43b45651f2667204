using System.Buffers;
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
    SlotKey Slot, Market Market, Side Side, Price Price, Quantity Quantity, bool ReduceOnly, bool Cancelling) : ISlotted
{
    SlotKey ISlotted.Key => Slot;
}

/// <summary>What is: positions with what is in flight, and orders that rest.</summary>
/// <param name="Orders">Sorted by their slots.</param>
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
        List<Difference>? less = null, more = null;
        foreach (var wanted in target.Positions)
        {
            Compare(Held(current, wanted.Market), wanted, ref less, ref more);
        }

        CompareOrders(current.Orders.AsSpan(), target.Orders.AsSpan(), ref less, ref more);
        return less is null && more is null ? [] : [.. less ?? [], .. more ?? []];
    }

    private static void CompareOrders(
        ReadOnlySpan<RestingOrder> current, ReadOnlySpan<WantedOrder> target,
        ref List<Difference>? less, ref List<Difference>? more)
    {
        var rented = ArrayPool<bool>.Shared.Rent(current.Length);
        var stays = rented.AsSpan(0, current.Length);
        stays.Clear();
        foreach (ref readonly var wanted in target)
        {
            var at = current.IndexOf(wanted.Slot);
            if (at < 0)
            {
                (more ??= []).Add(new Difference.Place(wanted));
                continue;
            }

            // Two orders in one slot are none that should be, but it is here that such a one is cancelled.
            for (; at > 0 && current[at - 1].Slot == wanted.Slot; at--)
            {
            }

            for (; at < current.Length && current[at].Slot == wanted.Slot; at++)
            {
                stays[at] = IsThe(in wanted, in current[at]);
            }
        }

        for (var i = 0; i < current.Length; i++)
        {
            if (i > 0 && current[i].Slot.CompareTo(current[i - 1].Slot) < 0)
            {
                throw new ArgumentException($"{current[i].Slot} rests after {current[i - 1].Slot}", nameof(current));
            }

            if (!stays[i] && !current[i].Cancelling)
            {
                (less ??= []).Add(new Difference.Cancel(current[i]));
            }
        }

        ArrayPool<bool>.Shared.Return(rented);
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
        Quantity held, WantedPosition wanted, ref List<Difference>? less, ref List<Difference>? more)
    {
        // Through zero there are two steps: the first closes, and only the second takes on risk.
        var between = held.Sign * wanted.Quantity.Sign < 0 ? Quantity.Zero
            : held.Abs() > wanted.Quantity.Abs() ? wanted.Quantity : held;
        if (between != held)
        {
            (less ??= []).Add(new Difference.Shrink(wanted.Market, between - held));
        }

        if (wanted.Quantity != between)
        {
            (more ??= []).Add(new Difference.Grow(wanted.Market, wanted.Quantity - between));
        }
    }

    private static bool IsThe(in WantedOrder wanted, in RestingOrder resting) =>
        wanted.Market == resting.Market && wanted.Side == resting.Side && wanted.Price == resting.Price
        && wanted.Quantity == resting.Quantity && wanted.ReduceOnly == resting.ReduceOnly;
}
