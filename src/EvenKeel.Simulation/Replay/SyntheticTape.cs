using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>A market that is made up on the spot from a seed, in the shape of a recorded one: spot and perpetual with a
/// small basis, hourly mark, and funding that pays for weeks and then reverses.</summary>
/// <remarks>The same seed, pair, start and interval give the same tape on every machine, however much of it is read:
/// only whole and decimal numbers are used.</remarks>
/// <param name="interval">Of funding: 1, 2, 4 or 8 h.</param>
public sealed class SyntheticTape(ulong seed, Instant from, Instant to, TimeSpan interval) : ITapeSource
{
    /// <summary>Settlements begin this long before the bars: a strategy's window is full from the first.</summary>
    public static TimeSpan Past { get; } = TimeSpan.FromDays(7);

    private readonly TimeSpan _interval = FundingCalendar.AsInterval(interval)
        ?? throw new ArgumentOutOfRangeException(nameof(interval), interval, "must be 1, 2, 4 or 8 h");

    private readonly Instant _from = from.Floor(TapeSteps.Mark);

    public string Label => $"synthetic (seed {seed})";

    public ICandleFeed Candles(TapeSeries series, Symbol symbol) =>
        new SyntheticFeed(series, new SyntheticWalk(seed, symbol, _from), to);

    public IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols) =>
        symbols.ToDictionary(
            symbol => symbol.Name,
            symbol => new FundingCalendar([.. SyntheticFunding.Between(seed, symbol, _from - Past, to, _interval)]),
            StringComparer.Ordinal);
}
