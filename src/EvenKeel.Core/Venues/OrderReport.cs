using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Venues;

/// <summary>Where the venue says an order stands.</summary>
public enum OrderState
{
    Live,
    Filled,

    /// <summary>Ended by us, by time in force or by the venue, with whatever it had traded.</summary>
    Cancelled,
    Rejected,
}

/// <summary>An order as the venue's lists show it.</summary>
/// <param name="Traded">Cumulative. [base]</param>
/// <param name="Reason">The venue's word for a cancellation or rejection, if any.</param>
public sealed record OrderReport(
    ClientOrderId Id, string VenueOrderId, OrderState State, Quantity Traded, string? Reason, Instant At);
