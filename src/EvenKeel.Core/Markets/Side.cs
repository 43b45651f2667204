using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>Which way an order moves a position.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    Buy,
    Sell,
}

/// <summary>Signs and opposites of a <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>+1 for a purchase, −1 for a sale.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;

    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>The side that moves a position by <paramref name="delta"/>, which is not zero.</summary>
    public static Side Toward(Quantity delta) => delta.Sign switch
    {
        > 0 => Side.Buy,
        < 0 => Side.Sell,
        _ => throw new ArgumentOutOfRangeException(nameof(delta), "no side moves a position by zero"),
    };
}
