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

    /// <param name="Report">Null: not in open orders and not in history.</param>
    /// <param name="Fills">All executions of the order that are visible, oldest first; may lag behind the
    /// report.</param>
    /// <param name="VenueTime">The venue's clock when it answered.</param>
    public sealed record OrderSought(OrderReport? Report, ImmutableArray<Fill> Fills, Instant VenueTime) : VenueReply;

    public sealed record AccountRead(AccountReport Account) : VenueReply;

    public sealed record MarketRead(MarketReport Market) : VenueReply;

    public sealed record FlowsRead(ImmutableArray<VenueFlow> Flows, Instant VenueTime) : VenueReply;
}
