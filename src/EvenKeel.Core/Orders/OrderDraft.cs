using System.Text.Json.Serialization;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Orders;

/// <summary>What an order is wanted for: the parameters, before it has a name and a lease.</summary>
/// <param name="Step">Which step of the workflow wants it; attempts of one step follow each other. [0, 36³)</param>
/// <param name="Limit">The worst price it may trade at; null is a market order. [quote/base]</param>
/// <param name="OnMargin">A spot sale that may borrow the coin it sells.</param>
/// <param name="Mid">Half-way between bid and ask when it was decided: slippage is measured from it.
/// [quote/base]</param>
/// <param name="Slot">The slot that it is for; null: it is for its whole market.</param>
/// <remarks>Stored under short names: a row keeps the last 32 of them within its 16 KiB.</remarks>
public sealed record OrderDraft(
    [property: JsonPropertyName("n")] int Step,
    [property: JsonPropertyName("m")] Market Market,
    [property: JsonPropertyName("y")] Symbol Symbol,
    [property: JsonPropertyName("side")] Side Side,
    [property: JsonPropertyName("q")] Quantity Quantity,
    [property: JsonPropertyName("p")] Price? Limit,
    [property: JsonPropertyName("tif")] TimeInForce TimeInForce,
    [property: JsonPropertyName("ro")] bool ReduceOnly,
    [property: JsonPropertyName("om")] bool OnMargin,
    [property: JsonPropertyName("mid")] Price Mid,
    [property: JsonPropertyName("k")] SlotKey? Slot = null);
