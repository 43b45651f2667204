using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>Which market of a pair: the spot market, or the linear (USDT-margined) perpetual. A carry's two
/// legs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Market>))]
public enum Market
{
    Spot,
    Linear,
}
