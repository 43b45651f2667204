using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>The name that the venue gives a pair, e.g. BTCUSDT; spot and perpetual of a pair share it.</summary>
[JsonConverter(typeof(SymbolJson))]
public readonly record struct Symbol(string Name)
{
    public override string ToString() => Name;
}
