using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

public sealed class SyntheticTapeTests
{
    private static readonly Instant From = Instant.At(2025, 1, 1);
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    public void The_same_seed_gives_the_same_tape_and_another_seed_or_pair_another()
    {
        var tape = Bars(Tape(7), TapeSeries.Spot, Btc);

        Assert.Equal(tape, Bars(Tape(7), TapeSeries.Spot, Btc));
        Assert.NotEqual(tape, Bars(Tape(8), TapeSeries.Spot, Btc));
        Assert.NotEqual(
            Bars(Tape(7), TapeSeries.Spot, new("AAAUSDT")), Bars(Tape(7), TapeSeries.Spot, new("BBBUSDT")));
        Assert.Equal("synthetic (seed 7)", Tape(7).Label);
    }

    [Fact]
    public void The_first_bars_and_rates_of_a_seed_never_change()
    {
        var tape = Tape(1);
        var settlements = tape.Settlements([Btc])["BTCUSDT"].All;

        Assert.Equal(
            "60000,60027.1,59867.7,59894.6,71|59894.6,59928,59793.9,59827.6,23.48",
            Text(Bars(tape, TapeSeries.Spot, Btc).Take(2)));
        Assert.Equal("0.00014301", $"{settlements[0].Rate}");
    }

    [Fact]
    public void A_longer_tape_begins_with_the_shorter_one()
    {
        var (week, day) = (Tape(3, days: 7), Tape(3, days: 1));

        Assert.All(Enum.GetValues<TapeSeries>(), series =>
        {
            var first = Bars(day, series, Btc);
            Assert.Equal(first, Bars(week, series, Btc).Take(first.Count));
        });
        var settled = day.Settlements([Btc])["BTCUSDT"].All;
        Assert.Equal(settled, week.Settlements([Btc])["BTCUSDT"].All.Take(settled.Length));
    }

    [Fact]
    public void It_has_the_shape_of_a_recorded_tape()
    {
        var tape = Tape(5, days: 3);
        var (spot, perp) = (Bars(tape, TapeSeries.Spot, Btc), Bars(tape, TapeSeries.Linear, Btc));
        var mark = Bars(tape, TapeSeries.Mark, Btc);

        Assert.Equal((864, 864, 72), (spot.Count, perp.Count, mark.Count));
        Assert.All(spot.Concat(perp).Concat(mark), bar => Assert.True(
            bar.Low <= Price.Min(bar.Open, bar.Close) && bar.High >= Price.Max(bar.Open, bar.Close)
            && bar.Low > default(Price) && bar.Open.Value % 0.1m == 0m && bar.Volume.Value % 0.001m == 0m));
        Assert.All(spot.Zip(perp), pair => Assert.InRange(
            (pair.Second.Close.Value / pair.First.Close.Value) - 1m, -0.002m, 0.001m));
        Assert.Equal(perp.Chunk(12).Select(hour => hour[0].Open), mark.Select(bar => bar.Open));
        Assert.Equal(perp.Chunk(12).Select(hour => hour.Max(bar => bar.High)), mark.Select(bar => bar.High));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Funding_pays_for_weeks_and_reverses_at_every_interval(int hours)
    {
        var calendar = new SyntheticTape(2, From, From + TimeSpan.FromDays(200), TimeSpan.FromHours(hours))
            .Settlements([Btc])["BTCUSDT"];

        var days = Enumerable.Range(0, 200).Select(day =>
        {
            var end = From + TimeSpan.FromDays(day);
            var settled = calendar.Settled(end - TimeSpan.FromDays(3), end).ToArray();
            return settled.Average(s => s.Rate.Value) * 8760 / hours;
        }).ToList();

        Assert.All(
            Enumerable.Range(0, calendar.All.Length), i => Assert.Equal(hours, calendar.Interval(i)?.TotalHours));
        Assert.True(calendar.All[0].At <= From - TimeSpan.FromDays(6));
        Assert.InRange(days.Count(apr => apr > 0.10m), 80, 180);
        Assert.InRange(days.Count(apr => apr < -0.05m), 20, 100);
        Assert.All(days, apr => Assert.InRange(apr, -0.9m, 0.9m));
    }

    [Fact]
    public void An_interval_that_no_venue_has_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new SyntheticTape(1, From, From, TimeSpan.FromHours(3)));

    [Fact]
    public void It_stays_within_sight_of_the_price_it_began_with()
    {
        var tape = new SyntheticTape(9, From, From + TimeSpan.FromDays(300), TimeSpan.FromHours(8));

        Assert.All(Bars(tape, TapeSeries.Spot, Btc), bar => Assert.InRange(bar.Close.Value, 6_000m, 600_000m));
    }

    private static SyntheticTape Tape(ulong seed, int days = 2) =>
        new(seed, From, From + TimeSpan.FromDays(days), TimeSpan.FromHours(8));

    private static List<Candle> Bars(SyntheticTape tape, TapeSeries series, Symbol symbol)
    {
        using var feed = tape.Candles(series, symbol);
        return Recording.ReadAll(feed);
    }

    private static string Text(IEnumerable<Candle> candles) => string.Join('|', candles.Select(c =>
        FormattableString.Invariant($"{c.Open},{c.High},{c.Low},{c.Close},{c.Volume}")));
}
