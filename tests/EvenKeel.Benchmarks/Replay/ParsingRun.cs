using System.Diagnostics;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Benchmarks.Replay;

/// <summary>Decompresses and parses the files of a backtest, as far as it does, and sums closes and volumes: the least
/// that any backtest over them must do.</summary>
internal static class ParsingRun
{
    public static Measured Of(ITapeSource tape, BacktestPlan plan)
    {
        GC.Collect();
        var (bytes, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        var (bars, sum) = (0L, 0m);
        _ = tape.Settlements(plan.Pairs);
        foreach (var pair in plan.Pairs)
        {
            foreach (var series in Enum.GetValues<TapeSeries>())
            {
                var read = Sum(tape, series, pair, plan);
                sum += read.Sum;
                // Hourly marks are read as well, and are no bars of a leg.
                bars += series == TapeSeries.Mark ? 0 : read.Bars;
            }
        }

        var wall = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return sum > 0m
            ? new(bars, wall, TimeSpan.Zero, bytes, string.Empty)
            : throw new InvalidOperationException("the files hold nothing to sum");
    }

    private static (long Bars, decimal Sum) Sum(ITapeSource tape, TapeSeries series, Symbol pair, BacktestPlan plan)
    {
        using var feed = tape.Candles(series, pair);
        var batch = new Candle[512];
        var (bars, sum) = (0L, 0m);
        for (var count = feed?.Read(batch) ?? 0; count > 0; count = feed!.Read(batch))
        {
            foreach (ref readonly var candle in batch.AsSpan(0, count))
            {
                if (candle.OpenTime >= plan.To)
                {
                    return (bars, sum);
                }

                if (candle.OpenTime >= plan.From)
                {
                    bars++;
                    sum += candle.Close.Value + candle.Volume.Value;
                }
            }
        }

        return (bars, sum);
    }
}
