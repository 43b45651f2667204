using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Venues;

/// <summary>What is known of a pair's two markets; each input carries its own time, a missing one is null.</summary>
/// <param name="Predicted">The rate that the coming settlement would have now, with the time it was stated.</param>
/// <param name="Interval">The perpetual's own funding interval; null is unknown.</param>
/// <param name="NextSettlement">When the coming settlement is due.</param>
/// <param name="Settled">Past settlements, oldest first, as far back as the strategy's window asks.</param>
/// <param name="Depth">What the book holds within the slippage limit on each leg, smaller of the two; null is unknown.
/// [base]</param>
/// <param name="DelistedFrom">When the venue will stop trading one of the legs; null: nothing is announced.</param>
public sealed record MarketReport(
    Symbol Symbol, TopOfBook? Spot, TopOfBook? Perp, Stated<Price>? Mark, Stated<Rate>? Predicted, TimeSpan? Interval,
    Instant? NextSettlement, ImmutableArray<Settlement> Settled, Borrowing? Borrow, Quantity? Depth, Instant VenueTime,
    Instant? DelistedFrom = null)
{
    /// <summary>The quote of one market; null: there is none.</summary>
    public TopOfBook? QuoteOf(Market market) => market == Market.Spot ? Spot : Perp;
}

/// <summary>A value and when the venue stated it.</summary>
public readonly record struct Stated<T>(T Value, Instant At)
    where T : struct;

/// <summary>The terms on which the base coin can be borrowed.</summary>
/// <param name="Available">How much more can be borrowed. [base]</param>
/// <param name="HourlyRate">Interest per hour. [1/h]</param>
public readonly record struct Borrowing(Quantity Available, Rate HourlyRate, Instant At);
