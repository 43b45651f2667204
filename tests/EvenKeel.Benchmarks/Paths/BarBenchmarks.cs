using BenchmarkDotNet.Attributes;
using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Benchmarks.Paths;

/// <summary>What a bar costs the venue: one that nobody asks about, and one whose inside is walked.</summary>
public class BarBenchmarks
{
    private static readonly TimeSpan s_bar = TimeSpan.FromMinutes(5);

    private readonly PairScene _flat = new(0m);
    private readonly PairScene _held = PairScene.Holding();
    private Candle _candle = new(
        PairScene.Start, new(100_000m), new(100_040m), new(99_960m), new(100_010m), new(50m));

    /// <summary>Two legs, nothing held: the bars are copied, and the venue's time goes on.</summary>
    [Benchmark]
    public void Idle_bar_while_flat() => _flat.Bar();

    /// <summary>The same while a hedged position is open and its margin is watched.</summary>
    [Benchmark]
    public void Idle_bar_while_holding() => _held.Bar();

    /// <summary>The path through one bar, and where a resting order would meet it.</summary>
    [Benchmark]
    public Instant Path_of_a_bar()
    {
        _candle = _candle with { OpenTime = _candle.OpenTime + s_bar };
        return BarPath.Of(1, in _candle, s_bar, new(0.1m)).FirstBeyond(999_700, below: true, _candle.OpenTime);
    }
}
