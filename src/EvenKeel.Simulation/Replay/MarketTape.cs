using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Some pairs of a source side by side, walked once in time over [from, to). What was not recorded is absent:
/// gaps stay gaps. The walk allocates nothing.</summary>
/// <remarks>It stops at each moment at which a bar opens, an hourly mark is stated or a settlement is due.</remarks>
public sealed class MarketTape : IDisposable
{
    private readonly PairTape[] _pairs;

    /// <exception cref="TapeException">A recording is not what it should be, or a pair has no perpetual.</exception>
    public MarketTape(ITapeSource source, IReadOnlyList<Symbol> symbols, Instant from, Instant to)
    {
        Label = source.Label;
        var funding = source.Settlements(symbols);
        _pairs = [.. symbols.Select(symbol =>
            new PairTape(source, symbol, funding.GetValueOrDefault(symbol.Name, FundingCalendar.Empty), from, to))];
    }

    public string Label { get; }

    /// <summary>The moment that the tape stands on, once <see cref="Next"/> was true.</summary>
    public Instant Now { get; private set; }

    /// <summary>In the order of the symbols asked for.</summary>
    public ReadOnlySpan<PairTape> Pairs => _pairs;

    /// <summary>Bars walked so far, of all pairs and both markets.</summary>
    public long Bars { get; private set; }

    /// <summary>Settlements walked so far, of all pairs.</summary>
    public long Settlements { get; private set; }

    /// <summary>Goes on to the next moment; false when nothing is left.</summary>
    public bool Next()
    {
        var next = Instant.Never;
        foreach (var pair in _pairs)
        {
            pair.Leave();
            next = Instant.Earlier(next, pair.NextAt);
        }

        if (next == Instant.Never)
        {
            return false;
        }

        Now = next;
        foreach (var pair in _pairs)
        {
            pair.Enter(next);
            Bars += (pair.HasSpot ? 1 : 0) + (pair.HasLinear ? 1 : 0);
            Settlements += pair.HasSettlement ? 1 : 0;
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var pair in _pairs)
        {
            pair.Dispose();
        }
    }
}
