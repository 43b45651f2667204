using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>Which way round a carry is held.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CarryDirection>))]
public enum CarryDirection
{
    /// <summary>Long spot, short perpetual: earns while the rate is positive.</summary>
    Positive,

    /// <summary>Short spot (borrowed), long perpetual: earns while the rate is negative, and pays interest.</summary>
    Negative,
}

/// <summary>The sign of a <see cref="CarryDirection"/>.</summary>
public static class CarryDirections
{
    /// <summary>+1 for positive carry, −1 for negative: the sign of the spot leg.</summary>
    public static int Sign(this CarryDirection direction) => direction == CarryDirection.Positive ? 1 : -1;
}

/// <summary>The arithmetic of funding: rates per interval, per year, and what a settlement pays.</summary>
public static class FundingMath
{
    private const decimal HoursPerYear = 8760m;

    /// <summary>A rate per interval as a rate per year: rate × 8760 ÷ h. 0.0001 at 8 h → 0.1095. [1/year]</summary>
    /// <param name="interval">The pair's own funding interval; null is unknown, and so is the answer then.</param>
    public static Rate? Apr(Rate rate, TimeSpan? interval) =>
        interval is { } known && known > TimeSpan.Zero ? rate * (HoursPerYear / Hours(known)) : null;

    /// <summary>What a carry earns: s × apr − interest; income is positive. −0.30 held negative at 0.05 interest →
    /// 0.25. [1/year]</summary>
    /// <param name="interest">Yearly cost of what is borrowed as a share of the notional, not negative.</param>
    public static Rate Carry(CarryDirection direction, Rate apr, Rate interest) => (apr * direction.Sign()) - interest;

    /// <summary>(perp − spot) ÷ spot: positive where the perpetual is dearer. 100.2 over 100 → 0.002. [1]</summary>
    public static Rate Basis(Price spot, Price perp) => new((perp.Value - spot.Value) / spot.Value);

    /// <summary>What a settlement pays: −position × mark × rate. Short 2 at 3 000 and 0.0001 → +0.6. [quote]</summary>
    /// <param name="position">Signed perpetual position at the settlement. [base]</param>
    /// <param name="mark">The mark at that time.</param>
    public static Amount Flow(Quantity position, Price mark, Rate rate) => mark * -position * rate;

    /// <summary>The mean rate per year over the settlements of a window: Σ rates ÷ Σ their hours × 8760.</summary>
    /// <remarks>Each settlement counts for the interval that it ended, so that a change from 8 to 4 h neither halves
    /// nor doubles anything: 0.0001 for 8 h and 0.0001 for 4 h → 0.0002 ÷ 12 × 8760 = 0.146. The order of the history
    /// does not matter; what lies outside the window does not count.</remarks>
    /// <param name="interval">The present interval: for a settlement whose own cannot be told from its
    /// neighbours.</param>
    /// <param name="coverageMin">Least share of the window that the settlements must account for. [0, 1]</param>
    /// <returns>Null: the interval is unknown, or too little of the window is. [1/year]</returns>
    public static Rate? MeanPerYear(
        ImmutableArray<Settlement> history, TimeSpan? interval, TimeSpan window, Instant now, decimal coverageMin = 0m)
    {
        if (interval is not { } present || present <= TimeSpan.Zero)
        {
            return null;
        }

        var sorted = Sorted(history);
        var (rates, hours, own) = (0m, 0m, present);
        for (var i = sorted.Length - 1; i >= 0 && sorted[i].At > now - window; i--)
        {
            own = OwnInterval(sorted, i) ?? own;
            if (sorted[i].At <= now)
            {
                rates += sorted[i].Rate.Value;
                hours += Hours(own);
            }
        }

        return hours > 0m && hours >= coverageMin * Hours(window) ? new Rate(rates / hours * HoursPerYear) : null;
    }

    /// <summary>One of the last settlements per year, by the interval that it ended.</summary>
    /// <param name="sorted">Oldest first.</param>
    /// <param name="back">0: the last one that is not later than now; 1: the one before it.</param>
    /// <returns>Null: there is none, or the interval is unknown. [1/year]</returns>
    public static Rate? Settled(ImmutableArray<Settlement> sorted, TimeSpan? interval, Instant now, int back)
    {
        var i = sorted.Length - 1;
        while (i >= 0 && sorted[i].At > now)
        {
            i--;
        }

        i -= back;
        return i < 0 || interval is null ? null : Apr(sorted[i].Rate, OwnInterval(sorted, i) ?? interval);
    }

    /// <summary>The history oldest first, without what it tells twice.</summary>
    public static ImmutableArray<Settlement> Sorted(ImmutableArray<Settlement> history)
    {
        for (var i = 1; i < history.Length; i++)
        {
            if (history[i].At <= history[i - 1].At)
            {
                return [.. history.OrderBy(s => s.At).ThenBy(s => s.Rate).DistinctBy(s => s.At)];
            }
        }

        return history;
    }

    /// <summary>The interval that a settlement ended, if its distance to the one before is one that the venue
    /// uses.</summary>
    private static TimeSpan? OwnInterval(ImmutableArray<Settlement> sorted, int index)
    {
        if (index == 0)
        {
            return null;
        }

        var distance = sorted[index].At - sorted[index - 1].At;
        var hours = Math.Round(Hours(distance));
        var near = Math.Abs(Hours(distance) - hours) <= 1m / 60m;
        return near && hours is 1m or 2m or 4m or 8m ? TimeSpan.FromHours((int)hours) : null;
    }

    private static decimal Hours(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerHour;
}
