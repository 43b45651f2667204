using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Reconciliation;

/// <summary>How far one may go to reach a target.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Urgency>))]
public enum Urgency
{
    /// <summary>Slice by slice, both legs in step.</summary>
    Normal,

    /// <summary>Each leg goes on to its target by itself, whatever happens to the other.</summary>
    Emergency,
}

/// <summary>Which kind of decision a target is: what a report counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Move>))]
public enum Move
{
    /// <summary>Nothing is to change.</summary>
    Hold,
    Enter,
    Resize,

    /// <summary>A smaller position because the account's health asks for it.</summary>
    Reduce,
    Exit,
}

/// <summary>The position that a strategy wants in one market.</summary>
/// <param name="Quantity">Signed: short is negative. Rounded to what both legs can trade. [base]</param>
public readonly record struct WantedPosition(Market Market, Quantity Quantity);

/// <summary>An order that a strategy wants to rest.</summary>
/// <param name="Slot">The place in the strategy's own order that this one fills; one order per slot.</param>
/// <param name="Quantity">Unsigned, on the lot. [base]</param>
/// <param name="Price">On the tick. [quote/base]</param>
/// <param name="Opens">Whether it adds to what its slot holds: such an order never takes.</param>
/// <param name="Takes">Whether it takes at once, at this price or better, instead of resting.</param>
public readonly record struct WantedOrder(
    SlotKey Slot, Market Market, Side Side, Price Price, Quantity Quantity, bool ReduceOnly, bool Opens = false,
    bool Takes = false);

/// <summary>What should be, as a strategy sees it: already rounded, immutable, and never an action.</summary>
/// <param name="Positions">A market that is not named is one that the strategy has no opinion on.</param>
/// <param name="Orders">All orders that should rest; one that rests and is not named should not.</param>
/// <param name="Because">Why, readable, with the numbers that decided.</param>
/// <param name="Alert">What a person should know, such as an input that is missing; null if nothing.</param>
public sealed record TargetState(
    ImmutableArray<WantedPosition> Positions, ImmutableArray<WantedOrder> Orders, string Because, Urgency Urgency,
    Move Move = Move.Hold, string? Alert = null)
{
    /// <summary>The position wanted in a market; zero where none is named. [base]</summary>
    public Quantity Of(Market market)
    {
        foreach (var position in Positions)
        {
            if (position.Market == market)
            {
                return position.Quantity;
            }
        }

        return Quantity.Zero;
    }

    /// <summary>Whether another target asks for the same, with the same urgency, for whatever reason.</summary>
    public bool AsksTheSameAs(TargetState other) =>
        Urgency == other.Urgency && Move == other.Move && Positions.SequenceEqual(other.Positions)
        && Orders.SequenceEqual(other.Orders);
}
