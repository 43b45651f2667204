using System.Globalization;
using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>An amount of the base coin, e.g. 0.25 BTC. Signed: long or bought is positive. [base]</summary>
[JsonConverter(typeof(QuantityJson))]
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    public static Quantity Zero => default;
    public static Quantity operator +(Quantity a, Quantity b) => new(a.Value + b.Value);
    public static Quantity operator -(Quantity a, Quantity b) => new(a.Value - b.Value);
    public static Quantity operator -(Quantity a) => new(-a.Value);
    public static Quantity operator *(Quantity a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Quantity a, Quantity b) => a.Value < b.Value;
    public static bool operator >(Quantity a, Quantity b) => a.Value > b.Value;
    public static bool operator <=(Quantity a, Quantity b) => a.Value <= b.Value;
    public static bool operator >=(Quantity a, Quantity b) => a.Value >= b.Value;
    public static Quantity Min(Quantity a, Quantity b) => a <= b ? a : b;
    public static Quantity Max(Quantity a, Quantity b) => a >= b ? a : b;

    /// <summary>Size without sign. [base]</summary>
    public Quantity Abs() => new(Math.Abs(Value));

    public bool IsZero => Value == 0m;
    public int Sign => Math.Sign(Value);
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);
    public override string ToString() => Digits.Of(Value);
}

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

/// <summary>Money in the quote coin. As a flow: received is positive, paid is negative. [quote]</summary>
[JsonConverter(typeof(AmountJson))]
public readonly record struct Amount(decimal Value) : IComparable<Amount>
{
    public static Amount Zero => default;
    public static Amount operator +(Amount a, Amount b) => new(a.Value + b.Value);
    public static Amount operator -(Amount a, Amount b) => new(a.Value - b.Value);
    public static Amount operator -(Amount a) => new(-a.Value);
    public static Amount operator *(Amount a, Rate rate) => new(a.Value * rate.Value);
    public static Amount operator *(Amount a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Amount a, Amount b) => a.Value < b.Value;
    public static bool operator >(Amount a, Amount b) => a.Value > b.Value;
    public static bool operator <=(Amount a, Amount b) => a.Value <= b.Value;
    public static bool operator >=(Amount a, Amount b) => a.Value >= b.Value;
    public static Amount Min(Amount a, Amount b) => a <= b ? a : b;
    public static Amount Max(Amount a, Amount b) => a >= b ? a : b;
    public Amount Abs() => new(Math.Abs(Value));
    public int CompareTo(Amount other) => Value.CompareTo(other.Value);
    public override string ToString() => Digits.Of(Value);
}

/// <summary>A dimensionless share, e.g. 0.0001 for one basis point. The name beside it says per what. [1]</summary>
[JsonConverter(typeof(RateJson))]
public readonly record struct Rate(decimal Value) : IComparable<Rate>
{
    public static Rate Zero => default;
    public static Rate operator +(Rate a, Rate b) => new(a.Value + b.Value);
    public static Rate operator -(Rate a, Rate b) => new(a.Value - b.Value);
    public static Rate operator -(Rate a) => new(-a.Value);
    public static Rate operator *(Rate a, decimal factor) => new(a.Value * factor);
    public static bool operator <(Rate a, Rate b) => a.Value < b.Value;
    public static bool operator >(Rate a, Rate b) => a.Value > b.Value;
    public static bool operator <=(Rate a, Rate b) => a.Value <= b.Value;
    public static bool operator >=(Rate a, Rate b) => a.Value >= b.Value;
    public static Rate Min(Rate a, Rate b) => a <= b ? a : b;
    public static Rate Max(Rate a, Rate b) => a >= b ? a : b;
    public int CompareTo(Rate other) => Value.CompareTo(other.Value);
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
