using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A bar and how much of it our orders have used. [base]</summary>
public sealed record BarState(Candle Candle, TimeSpan Duration, Quantity Bought, Quantity Sold);

/// <summary>What a leg's book stands on: two bars, or levels.</summary>
public sealed record BookState(
    BarState? Bar, BarState? BarNext, Instant BeforeEnd, Quantity BeforeVolume, Price? Mid,
    ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks);

/// <summary>A leg: its book (null: never fed), whether that is made from bars, and whether it is halted.</summary>
public sealed record LegState(BookState? Book, bool FromBars, bool Halted);

/// <summary>A mark of the mark feed, and the perpetual at that time; null until it has a price. [quote/base]</summary>
public readonly record struct MarkAnchor(Instant At, Price Mark, Price? Perp);

/// <summary>The anchor that holds and the one that was given ahead.</summary>
public sealed record MarksState(MarkAnchor? Now, MarkAnchor? Next);
