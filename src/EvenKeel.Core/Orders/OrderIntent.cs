using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

/// <summary>How long an order may wait. <see href="docs/SOURCES.md#time-in-force"/></summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Rests until filled or cancelled.</summary>
    GoodTillCancel,

    /// <summary>Takes what is there at once, the rest is cancelled.</summary>
    ImmediateOrCancel,

    /// <summary>All at once or nothing.</summary>
    FillOrKill,

    /// <summary>Rests or is cancelled: it never takes.</summary>
    PostOnly,
}

/// <summary>Where an order's life stands. The first two are open, the others are terminal and absorb.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentStatus>))]
public enum IntentStatus
{
    /// <summary>Written down; it may have been sent.</summary>
    Intended,

    /// <summary>The venue said that it has it, or was seen to have it.</summary>
    Acknowledged,

    Filled,
    CancelledPartial,
    CancelledZero,

    /// <summary>The venue said no, on a code that means that no order exists.</summary>
    Refused,

    /// <summary>Proven by venue time, lists and balances that it never reached the venue.</summary>
    NeverArrived,

    /// <summary>The owner that wrote it knows that it did not send it.</summary>
    NeverSent,
}

/// <summary>What the statuses have in common.</summary>
public static class IntentStatuses
{
    public static bool IsOpen(this IntentStatus status) => status is IntentStatus.Intended or IntentStatus.Acknowledged;
}

/// <summary>What an order is wanted for: the parameters, before it has a name and a lease.</summary>
/// <param name="Step">Which step of the workflow wants it; attempts of one step follow each other. [0, 36³)</param>
/// <param name="Limit">The worst price it may trade at; null is a market order. [quote/base]</param>
/// <param name="OnMargin">A spot sale that may borrow the coin it sells.</param>
/// <param name="Mid">Half-way between bid and ask when it was decided: slippage is measured from it.
/// [quote/base]</param>
public sealed record OrderDraft(
    int Step, Market Market, Symbol Symbol, Side Side, Quantity Quantity, Price? Limit, TimeInForce TimeInForce,
    bool ReduceOnly, bool OnMargin, Price Mid);

/// <summary>An order as it is written down before it is sent, with what became of it.</summary>
/// <param name="Timestamp">Venue time with which the request is signed, taken before the decision.</param>
/// <param name="RecvWindow">How long after its timestamp the venue may accept it.</param>
/// <param name="RiskIncreasing">Whether, wholly filled, it raises its leg's position and is no hedge (see
/// RiskGate).</param>
/// <param name="Done">What it has traded, as booked. </param>
public sealed record OrderIntent(
    ClientOrderId Id, OrderDraft Draft, int Attempt, Instant Timestamp, TimeSpan RecvWindow, bool RiskIncreasing,
    IntentStatus Status = IntentStatus.Intended, string? VenueOrderId = null, Execution Done = default,
    string? RefusedBecause = null, bool CancelAsked = false)
{
    /// <summary>The venue accepts it no later than this: timestamp + receive window.</summary>
    [JsonIgnore]
    public Instant NotAfter => Timestamp + RecvWindow;

    [JsonIgnore]
    public bool IsOpen => Status.IsOpen();

    /// <summary>What it may still trade, as a signed change of position; zero once terminal. [base]</summary>
    [JsonIgnore]
    public Quantity InFlight => IsOpen ? (Draft.Quantity - Done.Quantity) * Draft.Side.Sign() : Quantity.Zero;
}
