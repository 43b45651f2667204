using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Venues;

/// <summary>The account as the venue sees it, for one pair; read by request, never from a stream.</summary>
/// <param name="BaseBalance">What is held of the base coin, borrowed coin included, debt not subtracted. [base]</param>
/// <param name="BaseDebt">What is owed of the base coin with interest, not negative. [base]</param>
/// <param name="Position">Signed perpetual position: short is negative. [base]</param>
/// <param name="LiquidationPrice">Null: the venue states none, as for a hedged perpetual on a unified account.</param>
/// <param name="Equity">Σ coins at their marks + unrealised profit of perpetuals. [quote]</param>
/// <param name="AdjustedEquity">Equity with each coin at its collateral ratio, debts in full; null is unknown.
/// [quote]</param>
/// <param name="MaintenanceMargin">Null is unknown. [quote]</param>
/// <param name="InitialMargin">Null is unknown. [quote]</param>
/// <param name="QuoteFree">Quote coin that neither a debt nor initial margin binds. [quote]</param>
/// <param name="OpenOrders">Client order ids of live orders on this symbol, strangers' as well; text as the venue has
/// it.</param>
public sealed record AccountReport(
    Symbol Symbol, Quantity BaseBalance, Quantity BaseDebt, Quantity Position, Price? LiquidationPrice, Amount Equity,
    Amount? AdjustedEquity, Amount? MaintenanceMargin, Amount? InitialMargin, Amount QuoteFree,
    ImmutableArray<string> OpenOrders, Instant At);

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
    Instant? DelistedFrom = null);

/// <summary>A value and when the venue stated it.</summary>
public readonly record struct Stated<T>(T Value, Instant At)
    where T : struct;

/// <summary>The terms on which the base coin can be borrowed.</summary>
/// <param name="Available">How much more can be borrowed. [base]</param>
/// <param name="HourlyRate">Interest per hour. [1/h]</param>
public readonly record struct Borrowing(Quantity Available, Rate HourlyRate, Instant At);

/// <summary>What moved money or a position without an order of ours.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VenueFlowKind>))]
public enum VenueFlowKind
{
    /// <summary>A settlement of the perpetual.</summary>
    Funding,

    /// <summary>Hourly interest on a debt in the base coin, paid in that coin.</summary>
    Interest,

    /// <summary>Base coin that came or went without a trade.</summary>
    Transfer,

    /// <summary>The venue reduced the perpetual position against a bankrupt one (ADL).</summary>
    Deleveraged,

    /// <summary>The venue took (a part of) the perpetual position over, or repaid a debt by force.</summary>
    Liquidated,

    /// <summary>A trade on this pair under an id that is not ours: a person, another bot.</summary>
    OutsideTrade,
}

/// <summary>Something that moved money or a position without an order of ours.</summary>
/// <param name="Id">The venue's own id: the same flow always has the same one.</param>
/// <param name="Quantity">Funding: the signed position that settled. Interest: the debt that bore it. Else: the signed
/// change of the position or of the coin held. [base]</param>
/// <param name="Price">Funding: the mark at the settlement. Interest: the coin's price then. Else: the trade's.
/// [quote/base]</param>
/// <param name="Rate">Per interval (funding) or per hour (interest), else zero. [1]</param>
/// <param name="Change">What <paramref name="Coin"/> changed by on its own: funding received or paid, interest paid
/// (&lt; 0),
/// the fee of a trade (&lt; 0); received is positive. [coin]</param>
public sealed record VenueFlow(
    string Id, Instant At, VenueFlowKind Kind, Market Market, Coin Coin, Quantity Quantity, Price Price, Rate Rate,
    decimal Change);
