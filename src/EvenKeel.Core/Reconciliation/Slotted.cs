namespace EvenKeel.Reconciliation;

/// <summary>Something that stands in a slot.</summary>
public interface ISlotted
{
    /// <summary>The slot's name.</summary>
    SlotKey Key { get; }
}

/// <summary>What stands in slots, sorted by their keys.</summary>
public static class Slotted
{
    /// <summary>Where a slot stands, or the complement of where it would.</summary>
    public static int IndexOf<T>(this ReadOnlySpan<T> sorted, SlotKey key)
        where T : ISlotted
    {
        var (low, high) = (0, sorted.Length - 1);
        // Rungs mostly follow each other without a gap, so the first look is as far from the highest as the rung is;
        // from there in steps that double, until the slot is between two looks.
        var at = high < 0 ? 0 : (int)Math.Clamp(high - ((long)sorted[high].Key.Index - key.Index), 0, high);
        for (var step = 1; low <= high; step *= 2)
        {
            var order = sorted[at].Key.CompareTo(key);
            if (order == 0)
            {
                return at;
            }

            (low, high) = order < 0 ? (at + 1, high) : (low, at - 1);
            at += order < 0 ? step : -step;
            at = at < low || at > high ? low + ((high - low) / 2) : at;
        }

        return ~low;
    }
}
