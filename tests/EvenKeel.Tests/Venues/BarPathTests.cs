using CsCheck;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>The way of a price through its bar.</summary>
public sealed class BarPathTests
{
    private const int Milliseconds = 3000;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(Milliseconds);
    private static readonly Price Tick = new(0.1m);

    private static readonly Gen<(ulong Seed, Candle Bar)> Bars =
        from seed in Gen.ULong
        from start in Gen.Int[0, 1_000_000]
        from open in Gen.Int[1000, 1100]
        from close in Gen.Int[1000, 1100]
        from over in Gen.Int[0, 40]
        from under in Gen.Int[0, 40]
        select (seed, BarOf(start, open, Math.Max(open, close) + over, Math.Min(open, close) - under, close));

    [Fact]
    public void It_leads_from_the_open_over_both_extremes_to_the_close() => Bars.Check(x =>
    {
        var path = PathOf(x);
        var visited = Enumerable.Range(0, Milliseconds).Select(i => path.TicksAt(x.Bar.OpenTime + Ms(i))).ToList();

        Assert.Equal(InTicks(x.Bar.Open), visited[0]);
        Assert.Equal(InTicks(x.Bar.High), visited.Max());
        Assert.Equal(InTicks(x.Bar.Low), visited.Min());
        Assert.Equal(InTicks(x.Bar.Close), path.TicksAt(x.Bar.OpenTime + Length));
    }, times: 50);

    [Fact]
    public void The_first_crossing_is_the_first_millisecond_at_which_the_price_is_there() =>
        (from bar in Bars
         from level in Gen.Int[-20, 20]
         from below in Gen.Bool
         from after in Gen.Int[0, Milliseconds]
         select (bar, level, below, after)).Check(x =>
        {
            var path = PathOf(x.bar);
            var (from, ticks) = (x.bar.Bar.OpenTime + Ms(x.after), InTicks(x.bar.Bar.Open) + x.level);

            var searched = Enumerable.Range(x.after, Milliseconds - x.after).Select(i => x.bar.Bar.OpenTime + Ms(i))
                .Where(t => x.below ? path.TicksAt(t) <= ticks : path.TicksAt(t) >= ticks)
                .FirstOrDefault(Instant.Never);

            Assert.Equal(searched, path.FirstBeyond(ticks, x.below, from));
        }, times: 300);

    [Fact]
    public void The_seed_decides_the_order_of_the_extremes_and_the_times_of_the_turns()
    {
        var bar = BarOf(0, 1050, 1090, 1010, 1060);
        var paths = Enumerable.Range(0, 100).Select(i => PathOf(((ulong)i, bar))).ToList();

        Assert.InRange(paths.Count(p => p.TicksAt(p.TurnFirst) == 1090), 30, 70);
        Assert.True(paths.Select(p => p.TurnFirst).Distinct().Count() > 90);
        Assert.All(paths, p => Assert.True(bar.OpenTime < p.TurnFirst && p.TurnFirst < p.TurnSecond));
        Assert.Equal(PathOf((7, bar)).TurnFirst, PathOf((7, bar)).TurnFirst);
    }

    private static BarPath PathOf((ulong Seed, Candle Bar) x) => BarPath.Of(x.Seed, in x.Bar, Length, Tick);

    private static long InTicks(Price price) => BarPath.InTicks(price, Tick);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Candle BarOf(int start, int open, int high, int low, int close) => new(
        new((long)start * Milliseconds),
        new(open * 0.1m), new(high * 0.1m), new(low * 0.1m), new(close * 0.1m), new(100m));
}
