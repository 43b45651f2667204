using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Venues;

/// <summary>What a venue can answer. Unknown is an answer of its own (Ambiguous) and is never read as "no".</summary>
public abstract record VenueReply
{
    private VenueReply()
    {
    }

    /// <summary>What this answer to a batch says of one of its orders.</summary>
    /// <param name="count">How many orders it has.</param>
    internal VenueReply Of(int index, int count) => this switch
    {
        Each { Replies: var replies } when replies.Length == count => replies[index],
        Each { Replies: var replies } => new Ambiguous($"{replies.Length} replies to {count} orders"),
        Refused or NotSent or Ambiguous => this,
        _ => new Ambiguous($"{GetType().Name} as an answer to {count} orders"),
    };

    /// <summary>Taken in for processing; what becomes of it is found out by asking.</summary>
    public sealed record Accepted(string VenueOrderId) : VenueReply;

    /// <summary>A code that is known to mean that nothing was done.</summary>
    public sealed record Refused(RefusalKind Kind, string Code, string Reason) : VenueReply;

    /// <summary>An order with this client order id exists: it was accepted before.</summary>
    public sealed record Duplicate : VenueReply;

    /// <summary>Our own side did not send it (no budget left): nothing can have happened.</summary>
    public sealed record NotSent(string Reason) : VenueReply;

    /// <summary>Time-out, lost connection, server error, unreadable answer or unknown code: it may have
    /// happened.</summary>
    public sealed record Ambiguous(string Reason) : VenueReply;

    /// <summary>A batch was taken in: one reply of the kinds above for each of its orders, in their order.</summary>
    public sealed record Each(ImmutableArray<VenueReply> Replies) : VenueReply;

    /// <param name="Report">Null: not in open orders and not in history.</param>
    /// <param name="Fills">All executions of the order that are visible, oldest first; may lag behind the
    /// report.</param>
    /// <param name="VenueTime">The venue's clock when it answered.</param>
    public sealed record OrderSought(OrderReport? Report, ImmutableArray<Fill> Fills, Instant VenueTime) : VenueReply;

    public sealed record AccountRead(AccountReport Account) : VenueReply;

    public sealed record MarketRead(MarketReport Market) : VenueReply;

    public sealed record FlowsRead(ImmutableArray<VenueFlow> Flows, Instant VenueTime) : VenueReply;
}
