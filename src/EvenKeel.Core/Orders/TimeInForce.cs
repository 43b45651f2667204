using System.Text.Json.Serialization;

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
