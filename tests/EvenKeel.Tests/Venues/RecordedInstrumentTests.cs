using System.IO.Compression;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>The built-in lots and ticks are those of the recorded bars.</summary>
public sealed class RecordedInstrumentTests
{
    [Theory]
    [InlineData(Market.Linear, "BTCUSDT")]
    [InlineData(Market.Linear, "ETHUSDT")]
    [InlineData(Market.Linear, "SOLUSDT")]
    [InlineData(Market.Linear, "WIFUSDT")]
    [InlineData(Market.Linear, "BNBUSDT")]
    [InlineData(Market.Linear, "AAVEUSDT")]
    [InlineData(Market.Spot, "BTCUSDT")]
    [InlineData(Market.Spot, "ETHUSDT")]
    [InlineData(Market.Spot, "SOLUSDT")]
    public void Volumes_are_whole_lots_and_prices_whole_ticks(Market market, string symbol)
    {
        var terms = VenueSettings.Default.Find(new(symbol))!.Of(market)!;
        var (bars, offTick, finer, lots) = (0, 0, false, true);
        foreach (var bar in Recorded(market, symbol))
        {
            var tick = terms.TickAt(bar.OpenTime).Value;
            bars++;
            lots &= bar.Volume.Value % terms.Lot.Value.Value == 0m;
            finer |= bar.Volume.Value % (terms.Lot.Value.Value * 10m) != 0m;
            offTick += (bar.High.Value % tick) + (bar.Low.Value % tick) == 0m ? 0 : 1;
        }

        Assert.True(lots && finer, "the lot is the greatest step that divides every volume");

        // After BTC's spot tick grew a few trades still printed finer prices.
        Assert.InRange(offTick, 0, symbol == "BTCUSDT" && market == Market.Spot ? bars / 200 : 0);
    }

    [Fact]
    public void The_tick_of_spot_BTC_grew_within_a_bar_of_the_time_that_the_settings_name()
    {
        var change = VenueSettings.Default.Find(new("BTCUSDT"))!.Spot!.Ticks.Value[1].From;
        var (finer, before, after) = (0, 0, 0);
        foreach (var bar in Recorded(Market.Spot, "BTCUSDT"))
        {
            var distance = bar.OpenTime - change;
            finer = bar.High.Value % 0.1m != 0m || bar.Low.Value % 0.1m != 0m ? 1 : 0;
            before += distance >= -TimeSpan.FromHours(4) && distance < TimeSpan.Zero ? finer : 0;
            after += distance >= TimeSpan.Zero && distance < TimeSpan.FromHours(4) ? finer : 0;
        }

        Assert.InRange(before, 46, 48);
        Assert.InRange(after, 0, 1);
    }

    private static IEnumerable<Candle> Recorded(Market market, string symbol)
    {
        var data = Environment.GetEnvironmentVariable("EVENKEEL_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "the recorded bars are not here: EVENKEEL_DATA is not set");
        var name = $"{(market == Market.Spot ? "spot" : "linear")}/{symbol}-5m.csv.gz";
        var zipped = File.OpenRead(Path.Combine(data, name));
        using var reader = new CandleReader(
            new GZipStream(zipped, CompressionMode.Decompress), new(name, TimeSpan.FromMinutes(5)));
        var batch = new Candle[512];
        for (var count = reader.Read(batch); count > 0; count = reader.Read(batch))
        {
            for (var i = 0; i < count; i++)
            {
                yield return batch[i];
            }
        }
    }
}
