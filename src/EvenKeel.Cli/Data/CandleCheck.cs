using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>What one file of candles holds.</summary>
/// <param name="Rows">Good rows; bad, doubled and misplaced ones are counted apart.</param>
internal sealed record CandleCheck(
    string File, string Symbol, string Step, long Rows, Instant? First, Instant? Last, int GapCount, long BarsMissing,
    IReadOnlyList<Gap> Gaps, long Duplicates, long OutOfOrder, long BadRows, string? Unreadable)
{
    /// <summary>Reads a file to its end.</summary>
    public static CandleCheck Of(CandleFile file, Func<Stream> open, FlawLog flaws)
    {
        var (rows, first, last) = (0L, (Instant?)null, (Instant?)null);
        var gaps = new List<Gap>();
        var batch = new Candle[512];
        try
        {
            using var reader = new CandleReader(open(), file.Format, flaws.Add);
            for (var count = reader.Read(batch); count > 0; count = reader.Read(batch))
            {
                rows += count;
                foreach (ref readonly var candle in batch.AsSpan(0, count))
                {
                    if (last is { } before && candle.OpenTime - before > file.Format.Step)
                    {
                        gaps.Add(Gap.Between(before, candle.OpenTime, file.Format.Step));
                    }

                    first ??= candle.OpenTime;
                    last = candle.OpenTime;
                }
            }
        }
        catch (TapeException e)
        {
            flaws.Add(e.Flaw);
        }

        return new(
            file.Name, file.Symbol, file.StepName, rows, first, last, gaps.Count, gaps.Sum(gap => gap.Bars), gaps,
            flaws.Duplicates, flaws.OutOfOrder, flaws.BadRows, flaws.Unreadable);
    }
}

/// <summary>Bars that are missing: those that would open in [<paramref name="From"/>, <paramref name="To"/>).</summary>
internal readonly record struct Gap(Instant From, Instant To, long Bars)
{
    public static Gap Between(Instant before, Instant after, TimeSpan step) =>
        new(before + step, after, (long)((after - before) / step) - 1);
}
