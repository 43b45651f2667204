using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>Quote per one base, e.g. 64 000 USDT per BTC; always above zero where it is known. [quote/base]</summary>
[JsonConverter(typeof(PriceJson))]
public readonly record struct Price(decimal Value) : IComparable<Price>
{
    /// <summary>What a quantity is worth at this price, exactly. 64 000 × 0.25 = 16 000.</summary>
    public static Amount operator *(Price price, Quantity quantity) => new(price.Value * quantity.Value);
    public static Price operator *(Price price, decimal factor) => new(price.Value * factor);
    public static Price operator +(Price a, Price b) => new(Exact.Sum(a.Value, b.Value));
    public static Price operator -(Price a, Price b) => new(Exact.Difference(a.Value, b.Value));
    public static bool operator <(Price a, Price b) => Exact.Compare(a.Value, b.Value) < 0;
    public static bool operator >(Price a, Price b) => Exact.Compare(a.Value, b.Value) > 0;
    public static bool operator <=(Price a, Price b) => Exact.Compare(a.Value, b.Value) <= 0;
    public static bool operator >=(Price a, Price b) => Exact.Compare(a.Value, b.Value) >= 0;
    public static Price Min(Price a, Price b) => a <= b ? a : b;
    public static Price Max(Price a, Price b) => a >= b ? a : b;
    public int CompareTo(Price other) => Exact.Compare(Value, other.Value);
    public bool Equals(Price other) => Exact.AreEqual(Value, other.Value);
    public override int GetHashCode() => Value.GetHashCode();
    public override string ToString() => Digits.Of(Value);
}
