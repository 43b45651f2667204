using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Candles in ascending order of time, given in batches.</summary>
public interface ICandleFeed : IDisposable
{
    /// <summary>Fills the batch from its start; gives how many there were, 0 at the end.</summary>
    /// <exception cref="TapeException">The recording is not what it should be.</exception>
    int Read(Span<Candle> into);
}
