using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>The settlements of one perpetual, oldest first, and what of them is known at a moment.</summary>
/// <remarks>A recording has no interval: it is the distance between settlements. Only 1, 2, 4 and 8 h are intervals;
/// any other distance is a hole, in which the interval is unknown and never guessed. Of what is to come a decision
/// may learn the time, which the venue announces, and never the rate.</remarks>
public sealed class FundingCalendar(ImmutableArray<Settlement> settlements)
{
    public static FundingCalendar Empty { get; } = new([]);

    /// <summary>All that was recorded, the future included: for the venue and reports, not for decisions.</summary>
    public ImmutableArray<Settlement> All => settlements;

    /// <summary>A distance between two settlements as an interval; null when no interval is that long.</summary>
    public static TimeSpan? AsInterval(TimeSpan distance) =>
        distance.Ticks % TimeSpan.TicksPerHour == 0 && distance.Ticks / TimeSpan.TicksPerHour is 1 or 2 or 4 or 8
            ? distance
            : null;

    /// <summary>The interval that settlement <paramref name="index"/> ended: its distance to the one before; for the
    /// first its distance to the next. Null is unknown.</summary>
    public TimeSpan? Interval(int index) => settlements.Length < 2
        ? null
        : index == 0
            ? AsInterval(settlements[1].At - settlements[0].At)
            : AsInterval(settlements[index].At - settlements[index - 1].At);

    /// <summary>How many settlements there were up to and including a moment.</summary>
    public int CountUntil(Instant at)
    {
        var (low, high) = (0, settlements.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = settlements[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The latest settlement up to and including a moment; null: none yet.</summary>
    public Settlement? LastSettled(Instant at) => CountUntil(at) is var count and > 0 ? settlements[count - 1] : null;

    /// <summary>Settlements in (<paramref name="after"/>, <paramref name="until"/>], oldest first.</summary>
    public ReadOnlySpan<Settlement> Settled(Instant after, Instant until)
    {
        var from = CountUntil(after);
        return settlements.AsSpan(from, Math.Max(0, CountUntil(until) - from));
    }

    /// <summary>The interval that runs at a moment, as the venue announces it; null is unknown.</summary>
    public TimeSpan? IntervalAt(Instant at)
    {
        var count = CountUntil(at);
        return count == settlements.Length ? null : Interval(count);
    }

    /// <summary>When the coming settlement after a moment is due; null where the interval is unknown.</summary>
    public Instant? Next(Instant at)
    {
        var count = CountUntil(at);
        return count < settlements.Length && Interval(count) is { } interval && settlements[count].At - at <= interval
            ? settlements[count].At
            : null;
    }
}
