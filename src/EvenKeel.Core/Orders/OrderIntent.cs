using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

/// <summary>How long an order may wait. <see href="docs/SOURCES.md#time-in-force"/></summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeInForce>))]
public enum TimeInForce
{
    /// <summary>Rests until filled or cancelled.</summary>
    [JsonStringEnumMemberName("gtc")]
    GoodTillCancel,

    /// <summary>Takes what is there at once, the rest is cancelled.</summary>
    [JsonStringEnumMemberName("ioc")]
    ImmediateOrCancel,

    /// <summary>All at once or nothing.</summary>
    [JsonStringEnumMemberName("fok")]
    FillOrKill,

    /// <summary>Rests or is cancelled: it never takes.</summary>
    [JsonStringEnumMemberName("post")]
    PostOnly,
}

/// <summary>Where an order's life stands. The first two are open, the others are terminal and absorb.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentStatus>))]
public enum IntentStatus
{
    /// <summary>Written down; it may have been sent.</summary>
    [JsonStringEnumMemberName("intended")]
    Intended,

    /// <summary>The venue said that it has it, or was seen to have it.</summary>
    [JsonStringEnumMemberName("acked")]
    Acknowledged,

    [JsonStringEnumMemberName("filled")]
    Filled,

    [JsonStringEnumMemberName("partial")]
    CancelledPartial,

    [JsonStringEnumMemberName("zero")]
    CancelledZero,

    /// <summary>The venue said no, on a code that means that no order exists.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Proven by venue time, lists and balances that it never reached the venue.</summary>
    [JsonStringEnumMemberName("absent")]
    NeverArrived,

    /// <summary>The owner that wrote it knows that it did not send it.</summary>
    [JsonStringEnumMemberName("unsent")]
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
/// <remarks>Stored under short names: a row keeps the last 32 of them within its 16 KiB.</remarks>
public sealed record OrderDraft(
    [property: JsonPropertyName("n")] int Step,
    [property: JsonPropertyName("m")] Market Market,
    [property: JsonPropertyName("y")] Symbol Symbol,
    [property: JsonPropertyName("side")] Side Side,
    [property: JsonPropertyName("q")] Quantity Quantity,
    [property: JsonPropertyName("p")] Price? Limit,
    [property: JsonPropertyName("tif")] TimeInForce TimeInForce,
    [property: JsonPropertyName("ro")] bool ReduceOnly,
    [property: JsonPropertyName("om")] bool OnMargin,
    [property: JsonPropertyName("mid")] Price Mid);

/// <summary>An order as it is written down before it is sent, with what became of it.</summary>
/// <param name="Timestamp">Venue time with which the request is signed, taken before the decision.</param>
/// <param name="RecvWindow">How long after its timestamp the venue may accept it.</param>
/// <param name="RiskIncreasing">Whether, wholly filled, it raises its leg's position and is no hedge (see
/// RiskGate).</param>
/// <param name="Done">What it has traded, as booked. </param>
/// <param name="RefusedBecause">Why it ended with nothing traded, if anybody said why; cut after 60 letters.</param>
public sealed record OrderIntent(
    [property: JsonPropertyName("id")] ClientOrderId Id,
    [property: JsonPropertyName("o")] OrderDraft Draft,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("t")] Instant Timestamp,
    [property: JsonPropertyName("w"), JsonConverter(typeof(MillisecondsJson))] TimeSpan RecvWindow,
    [property: JsonPropertyName("ri")] bool RiskIncreasing,
    [property: JsonPropertyName("s")] IntentStatus Status = IntentStatus.Intended,
    [property: JsonPropertyName("v")] string? VenueOrderId = null,
    [property: JsonPropertyName("x")] Execution Done = default,
    [property: JsonPropertyName("why")] string? RefusedBecause = null,
    [property: JsonPropertyName("c")] bool CancelAsked = false)
{
    private const int ReasonMax = 60;

    /// <summary>The same order at its end, with the reason as far as it is kept.</summary>
    public OrderIntent End(IntentStatus status, string? because) => this with
    {
        Status = status,
        CancelAsked = false,
        RefusedBecause = !Done.Quantity.IsZero ? null : because?.Length > ReasonMax ? because[..ReasonMax] : because,
    };

    /// <summary>The venue accepts it no later than this: timestamp + receive window.</summary>
    [JsonIgnore]
    public Instant NotAfter => Timestamp + RecvWindow;

    [JsonIgnore]
    public bool IsOpen => Status.IsOpen();

    /// <summary>What it may still trade, as a signed change of position; zero once terminal. [base]</summary>
    [JsonIgnore]
    public Quantity InFlight => IsOpen ? (Draft.Quantity - Done.Quantity) * Draft.Side.Sign() : Quantity.Zero;
}
