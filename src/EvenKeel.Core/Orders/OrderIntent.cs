using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

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

    /// <summary>What of it is not traded, unsigned. [base]</summary>
    [JsonIgnore]
    public Quantity Rest => Done.Quantity.IsZero ? Draft.Quantity : Draft.Quantity - Done.Quantity;

    /// <summary>What it may still trade, as a signed change of position; zero once terminal. [base]</summary>
    [JsonIgnore]
    public Quantity InFlight => IsOpen ? Rest * Draft.Side.Sign() : Quantity.Zero;
}
