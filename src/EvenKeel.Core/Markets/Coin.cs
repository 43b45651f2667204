using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>A coin by its code, e.g. BTC.</summary>
[JsonConverter(typeof(CoinJson))]
public readonly record struct Coin(string Code)
{
    public override string ToString() => Code;
}
