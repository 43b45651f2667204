using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Where a tape comes from: recorded files, or a synthetic market.</summary>
public interface ITapeSource
{
    /// <summary>What every output calls it; a synthetic tape says so.</summary>
    string Label { get; }

    /// <summary>The candles of one series from its beginning; null: there are none. The caller disposes it.</summary>
    ICandleFeed? Candles(TapeSeries series, Symbol symbol);

    /// <summary>The settlements of each symbol that has any.</summary>
    IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols);
}
