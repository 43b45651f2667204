using System.Globalization;
using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>A dimensionless share, e.g. 0.0001 for one basis point. The name beside it says per what. [1]</summary>
[JsonConverter(typeof(RateJson))]
public readonly record struct Rate(decimal Value) : IComparable<Rate>
{
    public static Rate Zero => default;
    public static Rate operator +(Rate a, Rate b) => new(Exact.Sum(a.Value, b.Value));
    public static Rate operator -(Rate a, Rate b) => new(Exact.Difference(a.Value, b.Value));
    public static Rate operator -(Rate a) => new(-a.Value);
    public static Rate operator *(Rate a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Rate a, Rate b) => Exact.Compare(a.Value, b.Value) < 0;
    public static bool operator >(Rate a, Rate b) => Exact.Compare(a.Value, b.Value) > 0;
    public static bool operator <=(Rate a, Rate b) => Exact.Compare(a.Value, b.Value) <= 0;
    public static bool operator >=(Rate a, Rate b) => Exact.Compare(a.Value, b.Value) >= 0;
    public static Rate Min(Rate a, Rate b) => a <= b ? a : b;
    public static Rate Max(Rate a, Rate b) => a >= b ? a : b;
    public int CompareTo(Rate other) => Exact.Compare(Value, other.Value);
    public bool Equals(Rate other) => Exact.AreEqual(Value, other.Value);
    public override int GetHashCode() => Value.GetHashCode();
    public override string ToString() => Digits.Of(Value);
}

/// <summary>Decimals as people read them: every digit that counts, no zero that says nothing. 0.0500 → 0.05.
/// </summary>
public static class Digits
{
    /// <summary>Without an exponent, whatever the size; the same in every culture.</summary>
    public static string Of(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);
}
