using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>One coin of the account. [coin]</summary>
public sealed record HoldingState(Coin Coin, decimal Balance, decimal Debt);

/// <summary>A settlement that was given: its rate per interval, and the interval that it ends; null is
/// unknown.</summary>
public readonly record struct SettlementDue(Instant At, Rate Rate, TimeSpan? Interval);

/// <summary>The settlements of a pair.</summary>
public sealed record FundingState(
    ImmutableArray<Settlement> Settled, ImmutableArray<SettlementDue> Due, TimeSpan? Interval, Instant? NextAt,
    Instant? Announced, Rate? Predicted);

/// <summary>A pair on the floor.</summary>
/// <param name="Cost">Of the open position, as a sum. [quote]</param>
public sealed record PairState(
    Symbol Symbol, LegState? Spot, LegState? Linear, Quantity Position, Amount Cost, MarksState Marks,
    FundingState Funding, ImmutableArray<VenueFlow> Flows);

/// <summary>An order and its fills.</summary>
public sealed record VenueOrderState(
    long Number, ClientOrderId Id, OrderDraft Draft, Instant AcceptedAt, Instant MatchAt, Instant CancelAt,
    TimeSpan ShownAfter, TimeSpan FillsAfter, OrderState State, string? Reason, Instant EndedAt, long ClosedNumber,
    bool Resting, Price Through, Instant PartAt, ImmutableArray<Fill> Fills);

/// <summary>All orders.</summary>
/// <param name="Closed">How many have closed, by market.</param>
/// <param name="Forgotten">How many had closed at the last restart, by market.</param>
/// <param name="FormerIds">Client order ids of orders that were folded away: they stay taken for ever.</param>
public sealed record OrderTableState(
    ImmutableArray<VenueOrderState> Orders, ImmutableArray<long> Closed, ImmutableArray<long> Forgotten,
    ImmutableArray<ClientOrderId> FormerIds);

/// <summary>The venue's whole truth at a moment: what a new venue goes on from as if nothing had been.</summary>
/// <remarks>Settings are not part of it: a venue is taken up again with those that it had.</remarks>
/// <param name="Format">Of the stored form; a newer one is refused.</param>
public sealed record VenueState(
    int Format, ulong Seed, Instant Now, ulong Chance, long Number, Instant ChargedAt, Symbol? QuoteDebtor,
    ImmutableArray<HoldingState> Holdings, ImmutableArray<PairState> Pairs, OrderTableState Orders)
{
    /// <summary>The form that this program writes.</summary>
    public const int FormatNow = 1;
}
