using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;

namespace EvenKeel.Venues;

/// <summary>What can be asked of a venue. Orders pass only as <see cref="Approved{T}"/>: there is one door.</summary>
public abstract record VenueRequest
{
    private VenueRequest()
    {
    }

    /// <summary>The single requests that this one stands for, in order: of a batch its items, else itself.</summary>
    public ImmutableArray<VenueRequest> Parts() => this switch
    {
        PlaceOrders batch => ImmutableArray<VenueRequest>.CastUp(batch.Items),
        CancelOrders batch => ImmutableArray<VenueRequest>.CastUp(batch.Items),
        _ => [this],
    };

    /// <summary>What an answer says of each part. An answer for the whole holds for each, as long as it can; one with
    /// another number of replies than there are parts says nothing of any: each is Ambiguous.</summary>
    public IEnumerable<(VenueRequest Part, VenueReply Reply)> Split(VenueReply reply)
    {
        var parts = Parts();
        return parts.Select((part, i) => (part, parts.Length == 1 ? reply : reply.Of(i, parts.Length)));
    }

    /// <summary>Answered by Accepted, Refused, Duplicate, NotSent or Ambiguous. Accepted is not executed.</summary>
    public sealed record PlaceOrder(Approved<OrderIntent> Order) : VenueRequest;

    /// <summary>Answered as above; may be repeated. Accepted does not say that the order is cancelled: find
    /// it.</summary>
    public sealed record CancelOrder(Market Market, Symbol Symbol, ClientOrderId Order) : VenueRequest;

    /// <summary>Places several orders of one market, timestamp and receive window by one request; each is decided
    /// for itself. Answered by <see cref="VenueReply.Each"/>, or by Refused, NotSent or Ambiguous for
    /// all.</summary>
    public sealed record PlaceOrders : VenueRequest
    {
        /// <param name="items">At least two, at most <see cref="Batches.SizeMax"/>.</param>
        public PlaceOrders(ImmutableArray<PlaceOrder> items)
        {
            Batches.Check(items);
            Items = items;
        }

        public ImmutableArray<PlaceOrder> Items { get; }
    }

    /// <summary>Cancels several orders of one market by one request; answered as above, may be repeated.</summary>
    public sealed record CancelOrders : VenueRequest
    {
        /// <param name="items">At least two, at most <see cref="Batches.SizeMax"/>.</param>
        public CancelOrders(ImmutableArray<CancelOrder> items)
        {
            Batches.Check(items);
            Items = items;
        }

        public ImmutableArray<CancelOrder> Items { get; }
    }

    /// <summary>Gives back borrowed coin from what is held, at most the debt; may be repeated.</summary>
    /// <param name="Amount">At most this much. [coin]</param>
    public sealed record RepayDebt(Coin Coin, Quantity Amount, Instant Timestamp, TimeSpan RecvWindow) : VenueRequest;

    /// <summary>Asks open orders, history and executions for one order of ours. Answered by
    /// <see cref="VenueReply.OrderSought"/>.</summary>
    /// <param name="Since">No earlier than this is looked at: the intent's timestamp less one minute.</param>
    public sealed record FindOrder(Market Market, Symbol Symbol, ClientOrderId Order, Instant Since) : VenueRequest;

    /// <summary>Answered by <see cref="VenueReply.AccountRead"/>.</summary>
    public sealed record ReadAccount(Symbol Symbol, Coin Base) : VenueRequest;

    /// <summary>Answered by <see cref="VenueReply.MarketRead"/>: prices, mark, funding, borrow terms of one
    /// pair.</summary>
    public sealed record ReadMarket(Symbol Symbol) : VenueRequest;

    /// <summary>Every <see cref="VenueFlow"/> of one pair later than a time, oldest first. Answered by
    /// <see cref="VenueReply.FlowsRead"/>.</summary>
    public sealed record ReadFlows(Symbol Symbol, Coin Base, Instant After) : VenueRequest;
}
