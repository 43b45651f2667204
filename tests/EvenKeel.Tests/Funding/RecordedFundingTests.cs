using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Funding;

/// <summary>The arithmetic of funding on recorded settlements.</summary>
public sealed class RecordedFundingTests
{
    [Fact]
    public void WIF_is_read_by_eight_hours_before_its_interval_changed_and_by_four_after()
    {
        var history = Settlements("WIFUSDT");
        var change = Instant.At(2025, 1, 15, 12);
        var before = history.Where(s => s.At < change).ToImmutableArray();
        var last = before[^1];
        Assert.Equal(
            last.Rate.Value * 1_095m,
            FundingMath.Settled(before, TimeSpan.FromHours(8), change - TimeSpan.FromHours(1), 0)!.Value.Value);
        Assert.Equal(
            history.Single(s => s.At == change).Rate.Value * 2_190m,
            FundingMath.Settled(history, TimeSpan.FromHours(4), change, 0)!.Value.Value);
    }

    [Fact]
    public void Over_the_change_of_its_interval_the_mean_is_what_was_paid_per_hour()
    {
        // Three days up to 15 January 2025, 20:00: seven settlements of eight hours, three of four, 68 h in all
        var now = Instant.At(2025, 1, 15, 20);
        var window = TimeSpan.FromHours(68);
        var inside = Settlements("WIFUSDT").Where(s => s.At > now - window && s.At <= now).ToList();
        Assert.Equal(10, inside.Count);
        Assert.Equal(
            Math.Round(inside.Sum(s => s.Rate.Value) / 68m * 8_760m, 15),
            Math.Round(
                FundingMath.MeanPerYear(Settlements("WIFUSDT"), TimeSpan.FromHours(4), window, now)!.Value.Value, 15));
    }

    [Fact]
    public void A_year_of_BTC_in_any_order_has_one_mean()
    {
        var history = Settlements("BTCUSDT");
        var (now, year) = (Instant.At(2025, 1, 1), TimeSpan.FromDays(366));
        var chance = new Chance(1);
        Assert.Equal(
            FundingMath.MeanPerYear(history, TimeSpan.FromHours(8), year, now),
            FundingMath.MeanPerYear(
                [.. history.OrderBy(_ => chance.Next())], TimeSpan.FromHours(8), year, now));
    }

    private static ImmutableArray<Settlement> Settlements(string symbol)
    {
        var data = Environment.GetEnvironmentVariable("EVENKEEL_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "the recorded settlements are not here: EVENKEEL_DATA is not set");
        using var file = File.OpenRead(Path.Combine(data!, "funding.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var found = ImmutableArray.CreateBuilder<Settlement>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells[0] == symbol)
            {
                var at = DateTime.Parse(
                    cells[1], CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
                found.Add(new(Instant.Of(at), new(decimal.Parse(cells[2], CultureInfo.InvariantCulture))));
            }
        }

        return found.ToImmutable();
    }
}
