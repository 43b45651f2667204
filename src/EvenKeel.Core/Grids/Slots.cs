using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>What happens to the slots that a row stores. They are sorted, and hold only what is live.</summary>
public static class Slots
{
    /// <summary>With a slot for an order that is about to be written; one that is there keeps what it holds.</summary>
    /// <param name="exit">Where all of it is closed from now on. [quote/base]</param>
    public static ImmutableArray<Slot> Reserve(this ImmutableArray<Slot> slots, SlotKey key, Price exit)
    {
        var at = slots.IndexOf(key);
        return at < 0
            ? slots.Insert(~at, new(key, Quantity.Zero, Amount.Zero, exit))
            : slots.SetItem(at, slots[at] with { Exit = exit });
    }

    /// <summary>After the order of a slot is over: the slot holds what it traded, in part or in full, however it ended;
    /// without anything left in it, it is gone.</summary>
    /// <returns>The slots, what was earned by what the order closed [quote], and whether it closed as much as it was
    /// to.</returns>
    public static (ImmutableArray<Slot> Slots, Amount Matched, bool Closed) Settle(
        this ImmutableArray<Slot> slots, OrderIntent intent)
    {
        var at = slots.IndexOf(intent.Draft.Slot!.Value);
        var closed = intent.Status == IntentStatus.Filled
            && slots[at].Held * intent.Draft.Side.Sign() <= -intent.Draft.Quantity;
        var (slot, matched) = slots[at].After(intent.Draft.Side, intent.Done);
        return (slot.IsIdle ? slots.RemoveAt(at) : slots.SetItem(at, slot), matched, closed);
    }

    /// <summary>Without a slot that was kept for an order that is not written after all.</summary>
    public static ImmutableArray<Slot> Release(this ImmutableArray<Slot> slots, SlotKey key)
    {
        var at = slots.IndexOf(key);
        return at >= 0 && slots[at].IsIdle ? slots.RemoveAt(at) : slots;
    }

    /// <summary>Moves what cannot be traded, and belongs to no rung in sight, to a slot that will close it with its
    /// own. Nothing is lost: Σ of the slots stays what it is.</summary>
    /// <param name="isKept">Whether a slot stays as it is.</param>
    /// <param name="into">Where it goes; what is there already keeps its exit.</param>
    /// <param name="exit">Where what was swept is closed, if nothing is there yet. [quote/base]</param>
    public static ImmutableArray<Slot> Sweep(
        this ImmutableArray<Slot> slots, Func<Slot, bool> isKept, SlotKey into, Func<Quantity, Price> exit)
    {
        var (held, cost) = (Quantity.Zero, Amount.Zero);
        var kept = ImmutableArray.CreateBuilder<Slot>(slots.Length);
        foreach (var slot in slots)
        {
            if ((slot.Key == into && !slot.IsIdle) || isKept(slot))
            {
                kept.Add(slot);
            }
            else
            {
                (held, cost) = (held + slot.Held, cost + slot.Cost);
            }
        }

        if (kept.Count == slots.Length)
        {
            return slots;
        }

        var left = kept.ToImmutable();
        if (held.IsZero && cost == Amount.Zero)
        {
            return left;
        }

        var at = left.IndexOf(into);
        return at < 0
            ? left.Insert(~at, new(into, held, cost, exit(held)))
            : left.SetItem(at, left[at] with { Held = left[at].Held + held, Cost = left[at].Cost + cost });
    }

    /// <summary>Takes in what moved the position without an order of a slot: what closes takes from the slots that hold
    /// it, the farthest from the price first; what is over goes to the slot given.</summary>
    /// <param name="moved">Signed change of the position. [base]</param>
    /// <param name="paid">What the ledger paid for it, signed: received is negative. [quote]</param>
    /// <param name="price">What is far from it is closed first. [quote/base]</param>
    /// <param name="exit">Where that slot is closed, if it is not there yet. [quote/base]</param>
    /// <returns>The slots, and what was earned by what was closed. [quote]</returns>
    public static (ImmutableArray<Slot> Slots, Amount Matched) Absorb(
        this ImmutableArray<Slot> slots, Quantity moved, Amount paid, Price price, SlotKey into, Price exit)
    {
        var matched = Amount.Zero;
        foreach (var slot in slots.Where(s => s.Held.Sign == -moved.Sign)
            .OrderByDescending(s => Math.Abs(s.Exit.Value - price.Value)).ToArray())
        {
            var part = Quantity.Min(moved.Abs(), slot.Held.Abs()) * moved.Sign;
            var share = part.IsZero ? Amount.Zero : Slot.ShareOf(paid, part.Abs(), moved.Abs());
            var (after, earned) = slot.After(part, share);
            slots = slots.SetItem(slots.IndexOf(slot.Key), after);
            (matched, moved, paid) = (matched + earned, moved - part, paid - share);
        }

        if (moved.IsZero)
        {
            // It was turned over and nothing is left of it: what that cost, or earned, is all there is.
            return (slots, matched - paid);
        }

        slots = slots.IndexOf(into) < 0 ? slots.Reserve(into, exit) : slots;
        var at = slots.IndexOf(into);
        var (taken, more) = slots[at].After(moved, paid);
        return (slots.SetItem(at, taken), matched + more);
    }

    /// <summary>Where a slot stands among those stored, or the complement of where it would.</summary>
    public static int IndexOf(this ImmutableArray<Slot> slots, SlotKey key) => slots.AsSpan().IndexOf(key);
}
