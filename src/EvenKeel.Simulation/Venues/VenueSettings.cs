using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>Everything that the simulated venue assumes, each value with its source: one file says it all.</summary>
/// <param name="Quote">The one coin that everything settles in.</param>
/// <param name="VolumeShare">Of a bar's volume, what all our orders of one side may trade. [0, 1]</param>
/// <param name="DepthSlippage">How far from the best price a book still counts as depth. [1]</param>
/// <param name="SettledWindow">How far back the market report lists settlements.</param>
/// <param name="Latency">One way on the wire, for whoever carries requests; never zero.</param>
public sealed record VenueSettings(
    Sourced<Coin> Quote, FeeTier Fees, Sourced<Rate> VolumeShare, Sourced<Rate> DepthSlippage,
    Sourced<TimeSpan> SettledWindow, Sourced<DelaySpan> Latency, VenueDelays Delays, Sourced<SlowFill> SlowFill,
    Sourced<BorrowTerms> QuoteBorrow, ImmutableArray<PairTerms> Pairs)
{
    /// <summary>The settings that are built in.</summary>
    public static VenueSettings Default => VenueSettingsFile.Default;

    /// <summary>Null: no such pair.</summary>
    public PairTerms? Find(Symbol symbol)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Symbol == symbol)
            {
                return pair;
            }
        }

        return null;
    }

    /// <summary>The instrument as the venue states it at a time; null: this leg is not traded here.</summary>
    public Instrument? InstrumentOf(Market market, Symbol symbol, Instant at) =>
        Find(symbol) is { } pair ? pair.Of(market)?.Instrument(market, pair, Quote.Value, at) : null;

    /// <summary>The fees of both legs, as a plan wants them.</summary>
    public FeeRates FeeRates
    {
        get
        {
            var (spot, linear) = (Fees.Spot.Value, Fees.Linear.Value);
            return new(spot.Taker, spot.Maker, linear.Taker, linear.Maker);
        }
    }

    /// <summary>The margin rules of a pair, as a plan wants them.</summary>
    public MarginTerms MarginOf(PairTerms pair) =>
        new(pair.Perp.Value, pair.Collateral.Value, pair.Debt.Value, Fees.Linear.Value.Taker);

    /// <summary>The same settings with one pair replaced or added.</summary>
    public VenueSettings With(PairTerms pair)
    {
        var known = Find(pair.Symbol);
        return this with { Pairs = known is null ? Pairs.Add(pair) : Pairs.Replace(known, pair) };
    }
}
