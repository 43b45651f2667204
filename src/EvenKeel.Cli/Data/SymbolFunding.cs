using System.Collections.Immutable;
using System.Globalization;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>The settlements of one symbol.</summary>
/// <param name="IntervalHours">The first interval that is known; null: none is.</param>
/// <param name="SumByYear">Σ rates per calendar year of settlement, exact.</param>
internal sealed record SymbolFunding(
    string Symbol, int Settlements, Instant First, Instant Last, int? IntervalHours,
    IReadOnlyList<IntervalChange> IntervalChanges, IReadOnlyList<FundingHole> Holes,
    IReadOnlyDictionary<string, decimal> SumByYear)
{
    public static SymbolFunding Of(string symbol, FundingCalendar calendar)
    {
        var (changes, holes) = (new List<IntervalChange>(), new List<FundingHole>());
        var (firstHours, hours) = ((int?)null, (int?)null);
        for (var i = 0; i < calendar.All.Length; i++)
        {
            var at = calendar.All[i].At;
            if (calendar.Interval(i) is { } interval)
            {
                var now = (int)interval.TotalHours;
                if (hours is { } before && before != now)
                {
                    changes.Add(new(at, before, now));
                }

                hours = now;
                firstHours ??= now;
            }
            else if (i > 0)
            {
                holes.Add(new(calendar.All[i - 1].At, at, (decimal)(at - calendar.All[i - 1].At).TotalHours));
            }
        }

        var sums = calendar.All.GroupBy(s => s.At.ToDateTime().Year).ToImmutableSortedDictionary(
            year => year.Key.ToString(CultureInfo.InvariantCulture), year => year.Sum(s => s.Rate.Value),
            StringComparer.Ordinal);
        return new(
            symbol, calendar.All.Length, calendar.All[0].At, calendar.All[^1].At, firstHours, changes, holes, sums);
    }
}

/// <summary>From the settlement at <paramref name="At"/> on the interval is another one.</summary>
internal readonly record struct IntervalChange(Instant At, int FromHours, int ToHours);

/// <summary>A distance between two settlements that is no interval, so that what lies between is unknown.</summary>
internal readonly record struct FundingHole(Instant From, Instant To, decimal Hours);
