using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>An amount of the base coin, e.g. 0.25 BTC. Signed: long or bought is positive. [base]</summary>
[JsonConverter(typeof(QuantityJson))]
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    public static Quantity Zero => default;
    public static Quantity operator +(Quantity a, Quantity b) => new(Exact.Sum(a.Value, b.Value));
    public static Quantity operator -(Quantity a, Quantity b) => new(Exact.Difference(a.Value, b.Value));
    public static Quantity operator -(Quantity a) => new(-a.Value);
    public static Quantity operator *(Quantity a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Quantity a, Quantity b) => Exact.Compare(a.Value, b.Value) < 0;
    public static bool operator >(Quantity a, Quantity b) => Exact.Compare(a.Value, b.Value) > 0;
    public static bool operator <=(Quantity a, Quantity b) => Exact.Compare(a.Value, b.Value) <= 0;
    public static bool operator >=(Quantity a, Quantity b) => Exact.Compare(a.Value, b.Value) >= 0;
    public static Quantity Min(Quantity a, Quantity b) => a <= b ? a : b;
    public static Quantity Max(Quantity a, Quantity b) => a >= b ? a : b;

    /// <summary>Size without sign. [base]</summary>
    public Quantity Abs() => new(Math.Abs(Value));

    public bool IsZero => Sign == 0;
    public int Sign => Math.Sign(Value);
    public int CompareTo(Quantity other) => Exact.Compare(Value, other.Value);
    public bool Equals(Quantity other) => Exact.AreEqual(Value, other.Value);
    public override int GetHashCode() => Value.GetHashCode();
    public override string ToString() => Digits.Of(Value);
}
