using System.Text.Json.Serialization;

namespace EvenKeel.Orders;

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
