using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Accounting;

/// <summary>What a line of the ledger is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowKind>))]
public enum FlowKind
{
    Trade,
    Fee,
    Funding,
    Interest,
    Transfer,
}

/// <summary>One line of the ledger: what was booked, when, and what it did to one coin. Never changed
/// afterwards.</summary>
/// <param name="Quantity">Trade: signed, bought is positive. Funding: the signed position that settled. Fee and
/// interest in base coin, transfer: the signed change of the coin. [base]</param>
/// <param name="Price">Trade: amount ÷ quantity, for display. Funding: the mark. Interest: the coin's price.
/// [quote/base]</param>
/// <param name="Rate">Funding: per interval; interest: per hour; null elsewhere. [1]</param>
/// <param name="Amount">The cash that moved in quote coin: paid is negative. [quote]</param>
public sealed record Flow(
    Instant At, Symbol Pair, Market Market, Coin Coin, FlowKind Kind, Quantity Quantity, Price? Price, Rate? Rate,
    Amount Amount);
