using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>Quote per one base, e.g. 64 000 USDT per BTC; always above zero where it is known. [quote/base]</summary>
[JsonConverter(typeof(PriceJson))]
public readonly record struct Price(decimal Value) : IComparable<Price>
{
    /// <summary>What a quantity is worth at this price, exactly. 64 000 × 0.25 = 16 000.</summary>
    public static Amount operator *(Price price, Quantity quantity) => new(price.Value * quantity.Value);
    public static Price operator *(Price price, decimal factor) => new(price.Value * factor);
    public static Price operator +(Price a, Price b) => new(a.Value + b.Value);
    public static Price operator -(Price a, Price b) => new(a.Value - b.Value);
    public static bool operator <(Price a, Price b) => a.Value < b.Value;
    public static bool operator >(Price a, Price b) => a.Value > b.Value;
    public static bool operator <=(Price a, Price b) => a.Value <= b.Value;
    public static bool operator >=(Price a, Price b) => a.Value >= b.Value;
    public static Price Min(Price a, Price b) => a <= b ? a : b;
    public static Price Max(Price a, Price b) => a >= b ? a : b;
    public int CompareTo(Price other) => Value.CompareTo(other.Value);
    public override string ToString() => Digits.Of(Value);
}
