using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Venues;

/// <summary>One order inside the venue, from its acceptance to its end.</summary>
internal sealed class VenueOrder(long number, ClientOrderId id, OrderDraft draft, Instant acceptedAt)
{
    public long Number => number;

    public ClientOrderId Id => id;

    public OrderDraft Draft => draft;

    public Instant AcceptedAt => acceptedAt;

    /// <summary>When it meets the book; before that it is acknowledged and nothing more.</summary>
    public Instant MatchAt { get; set; }

    /// <summary>When a cancel that was asked for takes effect.</summary>
    public Instant CancelAt { get; set; } = Instant.Never;

    /// <summary>When something happens to it whatever the price does.</summary>
    public Instant DueAt => Resting ? CancelAt : Instant.Earlier(MatchAt, CancelAt);

    public TimeSpan ShownAfter { get; set; }

    public TimeSpan FillsAfter { get; set; }

    public OrderState State { get; set; } = OrderState.Live;

    public string? Reason { get; set; }

    public Instant EndedAt { get; set; } = Instant.Never;

    /// <summary>How many orders of its market had closed before it.</summary>
    public long ClosedNumber { get; set; }

    public bool Resting { get; set; }

    /// <summary>The price that the market must trade at for it to fill while it rests.</summary>
    public Price Through { get; set; }

    /// <summary>No part of it fills earlier while it fills slowly.</summary>
    public Instant PartAt { get; set; }

    public List<Fill> Fills { get; } = [];

    public Quantity Traded { get; set; }

    public Quantity Left => draft.Quantity - Traded;

    public bool IsLive => State == OrderState.Live;

    /// <summary>Whether the venue's lists show it already.</summary>
    public bool IsShown(Instant now) => now - ShownAfter >= acceptedAt;

    /// <summary>Whether the venue's lists show that it ended.</summary>
    public bool IsShownOver(Instant now) => EndedAt <= now - ShownAfter;

    /// <summary>What the venue's lists show of it now; null while they do not show it yet.</summary>
    public OrderReport? ReportAt(Instant now)
    {
        if (!IsShown(now))
        {
            return null;
        }

        var seen = now - ShownAfter;
        var (traded, at) = (Quantity.Zero, acceptedAt);
        foreach (var fill in Fills)
        {
            (traded, at) = fill.At <= seen ? (traded + fill.Quantity, fill.At) : (traded, at);
        }

        return IsShownOver(now)
            ? new(id, VenueId, State, traded, Reason, EndedAt)
            : new(id, VenueId, OrderState.Live, traded, null, at);
    }

    public string VenueId => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public VenueOrderState Snapshot() => new(
        number, id, draft, acceptedAt, MatchAt, CancelAt, ShownAfter, FillsAfter, State, Reason, EndedAt, ClosedNumber,
        Resting, Through, PartAt, [.. Fills]);

    public static VenueOrder Of(VenueOrderState state)
    {
        var order = new VenueOrder(state.Number, state.Id, state.Draft, state.AcceptedAt)
        {
            MatchAt = state.MatchAt,
            CancelAt = state.CancelAt,
            ShownAfter = state.ShownAfter,
            FillsAfter = state.FillsAfter,
            State = state.State,
            Reason = state.Reason,
            EndedAt = state.EndedAt,
            ClosedNumber = state.ClosedNumber,
            Resting = state.Resting,
            Through = state.Through,
            PartAt = state.PartAt,
        };
        foreach (var fill in state.Fills)
        {
            order.Fills.Add(fill);
            order.Traded += fill.Quantity;
        }

        return order;
    }
}
