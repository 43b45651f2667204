namespace EvenKeel.Benchmarks.Replay;

/// <summary>One run over a tape.</summary>
/// <param name="Wall">The whole run.</param>
/// <param name="Deciding">The run without decompressing and parsing; zero where nothing is decided.</param>
/// <param name="Bytes">Allocated.</param>
internal sealed record Measured(long Bars, TimeSpan Wall, TimeSpan Deciding, long Bytes, string OrderListHash)
{
    public double BarsPerSecond => Bars / Wall.TotalSeconds;

    public double DecisionBarsPerSecond => Deciding > TimeSpan.Zero ? Bars / Deciding.TotalSeconds : 0;

    public double BytesPerBar => (double)Bytes / Bars;
}
