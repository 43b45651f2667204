using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Venues;

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
