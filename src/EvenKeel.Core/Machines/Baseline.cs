using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

/// <summary>Base coin that is not this machine's: never counted, never sold.</summary>
/// <param name="Coins">What the account held of it, less what it owed. [base]</param>
/// <param name="At">When that was so: what moved before was not ours.</param>
public sealed record Baseline(Quantity Coins, Instant At);

/// <summary>A flow of the venue that is in the ledger already: its time, and ten digits that stand for its
/// id.</summary>
/// <remarks>By time and then by digits: many flows of one moment have an order of their own, in which the venue need
/// not tell them.</remarks>
public readonly record struct BookedFlow(Instant At, string Digits) : IComparable<BookedFlow>
{
    /// <summary>The earlier one first; at one moment, the one with the lesser digits.</summary>
    public int CompareTo(BookedFlow other) =>
        At == other.At ? string.CompareOrdinal(Digits, other.Digits) : At.CompareTo(other.At);

    public static BookedFlow Of(VenueFlow flow) => new(flow.At, Base36.Write(StableHash.Of(flow.Id), 10));
}
