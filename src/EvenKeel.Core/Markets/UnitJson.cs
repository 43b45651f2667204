using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

// Decimals are stored as JSON numbers: System.Text.Json keeps each digit and the scale, both ways.

internal sealed class QuantityJson : JsonConverter<Quantity>
{
    public override Quantity Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetDecimal());
    public override void Write(Utf8JsonWriter w, Quantity v, JsonSerializerOptions o) => w.WriteNumberValue(v.Value);
}

internal sealed class PriceJson : JsonConverter<Price>
{
    public override Price Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetDecimal());
    public override void Write(Utf8JsonWriter w, Price v, JsonSerializerOptions o) => w.WriteNumberValue(v.Value);
}

internal sealed class AmountJson : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetDecimal());
    public override void Write(Utf8JsonWriter w, Amount v, JsonSerializerOptions o) => w.WriteNumberValue(v.Value);
}

internal sealed class RateJson : JsonConverter<Rate>
{
    public override Rate Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetDecimal());
    public override void Write(Utf8JsonWriter w, Rate v, JsonSerializerOptions o) => w.WriteNumberValue(v.Value);
}

internal sealed class SymbolJson : JsonConverter<Symbol>
{
    public override Symbol Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetString()!);
    public override void Write(Utf8JsonWriter w, Symbol v, JsonSerializerOptions o) => w.WriteStringValue(v.Name);

    public override Symbol ReadAsPropertyName(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) =>
        new(r.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter w, Symbol v, JsonSerializerOptions o) =>
        w.WritePropertyName(v.Name);
}

internal sealed class CoinJson : JsonConverter<Coin>
{
    public override Coin Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetString()!);
    public override void Write(Utf8JsonWriter w, Coin v, JsonSerializerOptions o) => w.WriteStringValue(v.Code);

    public override Coin ReadAsPropertyName(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) =>
        new(r.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter w, Coin v, JsonSerializerOptions o) =>
        w.WritePropertyName(v.Code);
}

/// <summary>A short span as whole milliseconds.</summary>
internal sealed class MillisecondsJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) =>
        TimeSpan.FromMilliseconds(r.GetInt64());

    public override void Write(Utf8JsonWriter w, TimeSpan v, JsonSerializerOptions o) =>
        w.WriteNumberValue((long)v.TotalMilliseconds);
}
