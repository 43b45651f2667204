using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A tick that holds from a time on.</summary>
public readonly record struct TickStep(Instant From, Price Tick);

/// <summary>The rules of one leg, and what its book costs.</summary>
/// <param name="Ticks">Ascending in time; the first holds from ever. [quote/base]</param>
/// <param name="HalfSpread">From the middle to the best price of a book made from bars; up to the tick. [1]</param>
public sealed record LegTerms(
    Sourced<ImmutableArray<TickStep>> Ticks, Sourced<Quantity> Lot, Sourced<Quantity> QuantityMin,
    Sourced<Amount> NotionalMin, Sourced<Rate> HalfSpread)
{
    /// <summary>The tick that holds at a time.</summary>
    public Price TickAt(Instant at)
    {
        var ticks = Ticks.Value;
        var i = ticks.Length - 1;
        while (i > 0 && ticks[i].From > at)
        {
            i--;
        }

        return ticks[i].Tick;
    }

    /// <summary>The instrument that these rules make at a time.</summary>
    public Instrument Instrument(Market market, PairTerms pair, Coin quote, Instant at) => new(
        market, pair.Symbol, pair.Base, quote, TickAt(at), Lot.Value, QuantityMin.Value, NotionalMin.Value);

    /// <summary>To the nearest tick; a half goes to the even one.</summary>
    public Price Round(Price price, Instant at)
    {
        var tick = TickAt(at).Value;
        return new(Math.Round(price.Value / tick, MidpointRounding.ToEven) * tick);
    }
}
