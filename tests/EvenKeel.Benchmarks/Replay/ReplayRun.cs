using System.Diagnostics;
using EvenKeel.Cli.Data;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Benchmarks.Replay;

/// <summary>The whole backtest, as the command line runs it.</summary>
internal static class ReplayRun
{
    public static Measured Of(ITapeSource tape, BacktestPlan plan)
    {
        GC.Collect();
        var (bytes, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        var source = new TimedTape(tape);
        using var market = new MarketTape(source, plan.Pairs, plan.From, plan.To);
        var report = new Backtest(plan, market).Run();
        var wall = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new(report.Bars, wall, wall - source.Reading, bytes, report.Orders.Hash());
    }
}
