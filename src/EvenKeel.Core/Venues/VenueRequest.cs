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

    /// <summary>Answered by Accepted, Refused, Duplicate, NotSent or Ambiguous. Accepted is not executed.</summary>
    public sealed record PlaceOrder(Approved<OrderIntent> Order) : VenueRequest;

    /// <summary>Answered as above; may be repeated. Accepted does not say that the order is cancelled: find
    /// it.</summary>
    public sealed record CancelOrder(Market Market, Symbol Symbol, ClientOrderId Order) : VenueRequest;

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
