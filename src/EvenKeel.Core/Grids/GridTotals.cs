using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>What orders that are over have earned by closing slots.</summary>
/// <param name="Trips">Round trips: closing orders that were filled whole.</param>
/// <param name="Matched">Before fees. [quote]</param>
/// <param name="Hours">The last 24 hours that had any, oldest first.</param>
public sealed record GridTotals(long Trips, Amount Matched, ImmutableArray<GridHour> Hours)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    /// <summary>Before the first order has ended.</summary>
    public static GridTotals None => new(0, Amount.Zero, []);

    /// <summary>With what one order has closed.</summary>
    /// <param name="matched">What that earned, before fees. [quote]</param>
    /// <param name="trip">Whether it was filled whole.</param>
    public GridTotals With(Amount matched, bool trip, Instant at)
    {
        if (matched == Amount.Zero && !trip)
        {
            return this;
        }

        var trips = trip ? 1 : 0;
        var hour = at.Floor(s_hour);
        var kept = Hours.RemoveAll(h => h.From <= hour - s_day);
        var goesOn = !kept.IsEmpty && kept[^1].From == hour;
        var (others, last) = goesOn
            ? (kept.RemoveAt(kept.Length - 1), kept[^1])
            : (kept, new GridHour(hour, 0, Amount.Zero));
        return new(
            Trips + trips, Matched + matched,
            others.Add(last with { Trips = last.Trips + trips, Matched = last.Matched + matched }));
    }

    /// <summary>Round trips and what they earned, of the hours that lie within a day before a moment.</summary>
    public (int Trips, Amount Matched) LastDay(Instant now)
    {
        var (trips, matched) = (0, Amount.Zero);
        foreach (var hour in Hours)
        {
            (trips, matched) = hour.From > now - s_day
                ? (trips + hour.Trips, matched + hour.Matched)
                : (trips, matched);
        }

        return (trips, matched);
    }

    /// <summary>What a year of it would earn, as a share of the capital. 10 on 5 000 in a day → 0.73.
    /// [1/year]</summary>
    public static Rate PerYear(Amount earned, Amount capital, TimeSpan span) => span > TimeSpan.Zero
        ? new(earned.Value / capital.Value * (TimeSpan.TicksPerDay * 365m / span.Ticks))
        : Rate.Zero;
}

/// <summary>One hour of round trips.</summary>
/// <param name="From">When the hour began.</param>
/// <param name="Matched">Before fees. [quote]</param>
public sealed record GridHour(
    [property: JsonPropertyName("t")] Instant From, [property: JsonPropertyName("n")] int Trips,
    [property: JsonPropertyName("m")] Amount Matched);
