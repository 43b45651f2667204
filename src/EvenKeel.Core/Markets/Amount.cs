using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>Money in the quote coin. As a flow: received is positive, paid is negative. [quote]</summary>
[JsonConverter(typeof(AmountJson))]
public readonly record struct Amount(decimal Value) : IComparable<Amount>
{
    public static Amount Zero => default;
    public static Amount operator +(Amount a, Amount b) => new(Exact.Sum(a.Value, b.Value));
    public static Amount operator -(Amount a, Amount b) => new(Exact.Difference(a.Value, b.Value));
    public static Amount operator -(Amount a) => new(-a.Value);
    public static Amount operator *(Amount a, Rate rate) => new(a.Value * rate.Value);
    public static Amount operator *(Amount a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Amount a, Amount b) => Exact.Compare(a.Value, b.Value) < 0;
    public static bool operator >(Amount a, Amount b) => Exact.Compare(a.Value, b.Value) > 0;
    public static bool operator <=(Amount a, Amount b) => Exact.Compare(a.Value, b.Value) <= 0;
    public static bool operator >=(Amount a, Amount b) => Exact.Compare(a.Value, b.Value) >= 0;
    public static Amount Min(Amount a, Amount b) => a <= b ? a : b;
    public static Amount Max(Amount a, Amount b) => a >= b ? a : b;
    public Amount Abs() => new(Math.Abs(Value));
    public int CompareTo(Amount other) => Exact.Compare(Value, other.Value);
    public bool Equals(Amount other) => Exact.AreEqual(Value, other.Value);
    public override int GetHashCode() => Value.GetHashCode();
    public override string ToString() => Digits.Of(Value);
}
