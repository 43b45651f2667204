using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Seeded funding of one pair: a rate that is drawn to a level, and levels that come in spells: weeks in which
/// longs pay well, then a shorter reversal in which shorts pay.</summary>
internal static class SyntheticFunding
{
    private const decimal PullPerHour = 0.02m;
    private const decimal HoursPerYear = 8760m;

    /// <summary>Settlements at whole multiples of the interval, from <paramref name="from"/> on.</summary>
    public static IEnumerable<Settlement> Between(
        ulong seed, Symbol symbol, Instant from, Instant to, TimeSpan interval)
    {
        var chance = Chance.Of(seed, $"funding {symbol}");
        var hours = (int)interval.TotalHours;
        var (apr, level, spellEnd, pays) = (0.15m, 0m, from, false);
        for (var at = (from - TimeSpan.FromMilliseconds(1)).Floor(interval) + interval; at < to; at += interval)
        {
            if (at >= spellEnd)
            {
                pays = !pays;
                level = pays ? chance.Between(18, 45) / 100m : chance.Between(-50, -20) / 100m;
                spellEnd = at + TimeSpan.FromHours(pays ? chance.Between(300, 700) : chance.Between(120, 260));
            }

            apr += (PullPerHour * hours * (level - apr)) + (chance.Between(-30, 30) / 1000m);
            apr = Math.Round(apr, 6);
            yield return new(at, new(Math.Round(apr * hours / HoursPerYear, 8)));
        }
    }
}
