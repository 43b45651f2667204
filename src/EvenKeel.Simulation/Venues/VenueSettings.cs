using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Margin;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A value with where it comes from, or the word "assumed" and why it was taken so.</summary>
public sealed record Sourced<T>(T Value, string Source);

/// <summary>What a trade costs: of the notional, or of the coin bought on spot. Negative is a rebate. [1]</summary>
public readonly record struct MakerTaker(Rate Maker, Rate Taker);

/// <summary>The fees of one tier.</summary>
public sealed record FeeTier(string Name, Sourced<MakerTaker> Spot, Sourced<MakerTaker> Linear);

/// <summary>A tick that holds from a time on.</summary>
public readonly record struct TickStep(Instant From, Price Tick);

/// <summary>A delay that is drawn evenly between two bounds, both included.</summary>
public readonly record struct DelaySpan(TimeSpan Min, TimeSpan Max)
{
    public static DelaySpan Of(int milliseconds) => new(
        TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds));

    public TimeSpan Draw(Chance chance)
    {
        const long step = TimeSpan.TicksPerMillisecond;
        return new(chance.Between(Min.Ticks / step, Max.Ticks / step) * step);
    }
}

/// <summary>How long what happened inside the venue takes.</summary>
/// <param name="Match">From the acknowledgement of an order to its meeting the book.</param>
/// <param name="Cancel">From the acknowledgement of a cancel to its effect: a fill may come between.</param>
/// <param name="OrderShown">Until open orders and history show what became of an order.</param>
/// <param name="FillShown">Until executions show a fill.</param>
public sealed record VenueDelays(
    Sourced<DelaySpan> Match, Sourced<DelaySpan> Cancel, Sourced<DelaySpan> OrderShown, Sourced<DelaySpan> FillShown);

/// <summary>A resting order that is met is filled in this many parts, the first at once and the last a span
/// later.</summary>
public readonly record struct SlowFill(int Parts, TimeSpan Span);

/// <summary>The terms of borrowing a coin.</summary>
/// <param name="Limit">How much may be owed; zero: none on purpose. [coin]</param>
/// <param name="HourlyRate">Of the debt, each hour at five past. [1/h]</param>
public readonly record struct BorrowTerms(Quantity Limit, Rate HourlyRate);

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

/// <summary>One pair: its legs (null: not traded here), its margin and the borrowing of its coin (null:
/// none).</summary>
public sealed record PairTerms(
    Symbol Symbol, Coin Base, LegTerms? Spot, LegTerms? Linear, Sourced<ImmutableArray<MarginTier>> Perp,
    Sourced<ImmutableArray<CollateralTier>> Collateral, Sourced<ImmutableArray<MarginTier>> Debt,
    Sourced<BorrowTerms>? Borrow)
{
    public LegTerms? Of(Market market) => market == Market.Spot ? Spot : Linear;
}

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
