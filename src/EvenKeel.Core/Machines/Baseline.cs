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
public readonly record struct BookedFlow(Instant At, string Digits)
{
    public static BookedFlow Of(VenueFlow flow) => new(flow.At, Base36.Write(StableHash.Of(flow.Id), 10));
}
