using System.Text.Json.Serialization;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>One rung's place in the row: what its orders that are over have left in it. A slot that holds nothing and
/// has no order is not stored.</summary>
/// <param name="Held">Signed: sold short is negative. After the fee that a spot purchase pays in coin. [base]</param>
/// <param name="Cost">What the holding cost, at the prices of its fills: positive for what was bought, negative for
/// what was sold short. A sum, never an average. [quote]</param>
/// <param name="Exit">Where it is closed: fixed by the order that opened it last. [quote/base]</param>
public sealed record Slot(
    [property: JsonPropertyName("k")] SlotKey Key,
    [property: JsonPropertyName("q")] Quantity Held,
    [property: JsonPropertyName("c")] Amount Cost,
    [property: JsonPropertyName("x")] Price Exit) : ISlotted
{
    // A share of a cost is cut here: to the digits in which prices and quantities are traded, and no further.
    private const int SharePlaces = 8;

    /// <summary>Whether nothing is in it: it holds nothing, and nothing was paid without anything being held.</summary>
    [JsonIgnore]
    public bool IsIdle => Held.IsZero && Cost == Amount.Zero;

    /// <summary>The same slot after an order of its own has traded.</summary>
    /// <returns>The slot, and what was earned by what it closed, before fees. Held 2 at a cost of 200, sold 1 for 110:
    /// held 1 at 100, earned 10. [quote]</returns>
    public (Slot Slot, Amount Matched) After(Side side, Execution done)
    {
        var moved = (done.Quantity * side.Sign()) - done.FeeBase;
        var paid = (done.Amount * side.Sign()) - done.FeeBaseWorth;
        return After(moved, paid);
    }

    /// <summary>The same slot after it was moved by a quantity for which so much was paid.</summary>
    /// <param name="moved">Signed. [base]</param>
    /// <param name="paid">Signed: received is negative. [quote]</param>
    public (Slot Slot, Amount Matched) After(Quantity moved, Amount paid)
    {
        if (moved.IsZero)
        {
            return (this with { Cost = Cost + paid }, Amount.Zero);
        }

        if (Held.IsZero || Held.Sign == moved.Sign)
        {
            return (this with { Held = Held + moved, Cost = Cost + paid }, Amount.Zero);
        }

        if (moved.Abs() > Held.Abs())
        {
            var closing = ShareOf(paid, Held.Abs(), moved.Abs());
            return (this with { Held = Held + moved, Cost = paid - closing }, -closing - Cost);
        }

        var released = ShareOf(Cost, moved.Abs(), Held.Abs());
        return (this with { Held = Held + moved, Cost = Cost - released }, -paid - released);
    }

    /// <summary>What of it can be closed: down to the lot, zero if less than can be traded at its exit.
    /// [base]</summary>
    internal Quantity Closable(Instrument on) => Closable(on, Exit);

    /// <summary>What of it can be closed at a price: down to the lot, zero if less than can be traded there.
    /// [base]</summary>
    internal Quantity Closable(Instrument on, Price price)
    {
        if (Held.IsZero)
        {
            return Quantity.Zero;
        }

        var whole = on.RoundDown(Held.Abs());
        return whole < on.TradableResidue(price) ? Quantity.Zero : whole;
    }

    /// <summary>The part of an amount that falls to a part of a quantity, cut toward zero: what is cut stays with the
    /// rest. 100 for 3, of which 1 → 33.33333333. [quote]</summary>
    internal static Amount ShareOf(Amount whole, Quantity part, Quantity of) => part == of
        ? whole
        : new(Math.Round(whole.Value * part.Value / of.Value, SharePlaces, MidpointRounding.ToZero));
}
