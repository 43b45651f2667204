using System.Text.Json.Serialization;

namespace EvenKeel.Orders;

/// <summary>Whose money an order moves; the first letter of every <see cref="ClientOrderId"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Realm>))]
public enum Realm
{
    Live,
    Paper,
    Test,
}

/// <summary>Which deployment speaks: the realm, and the name that tells our orders from a sister's.</summary>
public sealed record Deployment(Realm Realm, string Name);
