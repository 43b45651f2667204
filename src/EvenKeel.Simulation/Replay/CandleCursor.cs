using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Stands on one candle of a feed, of those in [from, to); allocates nothing per candle.</summary>
internal sealed class CandleCursor : IDisposable
{
    private readonly Candle[] _batch = new Candle[512];
    private readonly ICandleFeed? _feed;
    private readonly Instant _to;
    private int _index;
    private int _count;

    public CandleCursor(ICandleFeed? feed, Instant from, Instant to)
    {
        (_feed, _to) = (feed, to);
        do
        {
            Advance();
        }
        while (At < from);
    }

    /// <summary>When the candle opens; <see cref="Instant.Never"/> after the last.</summary>
    public Instant At { get; private set; }

    public ref readonly Candle Current => ref _batch[_index];

    public void Advance()
    {
        _index++;
        if (_index >= _count)
        {
            _count = _feed?.Read(_batch) ?? 0;
            _index = 0;
        }

        At = _count > 0 && _batch[_index].OpenTime < _to ? _batch[_index].OpenTime : Instant.Never;
    }

    public void Dispose() => _feed?.Dispose();
}
