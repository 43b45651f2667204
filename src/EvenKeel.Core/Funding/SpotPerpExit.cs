using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>What an exit is for: the signed positions to end with, zero for a full one. [base]</summary>
/// <param name="Emergency">Each leg goes to its end by itself, whole, whatever happens to the other.</param>
public sealed record ExitOrder(Quantity SpotTo, Quantity PerpTo, bool Emergency, string Because, Instant Since);

/// <summary>How one leg of an exit fares: orders in a row that did not finish it, and when the next may come.</summary>
public readonly record struct LegTries(int Count, Instant NextAt)
{
    public static LegTries None => default;
}

/// <summary>Where an exit stands.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Slicing), "slicing")]
[JsonDerivedType(typeof(Flattening), "flattening")]
[JsonDerivedType(typeof(Repaying), "repaying")]
[JsonDerivedType(typeof(Verifying), "verifying")]
[JsonDerivedType(typeof(Done), "done")]
public abstract record SpotPerpExit
{
    private SpotPerpExit()
    {
    }

    /// <summary>Both legs go to the goals of this slice at once; the next slice waits until both are there.</summary>
    /// <param name="SpotGoal">Signed position at the end of this slice. [base]</param>
    /// <param name="PerpGoal">Signed position at the end of this slice. [base]</param>
    public sealed record Slicing(
        Quantity SpotGoal, Quantity PerpGoal, LegTries Spot, LegTries Perp, bool Alarmed) : SpotPerpExit;

    /// <summary>Emergency: each leg goes to its end whole.</summary>
    public sealed record Flattening(LegTries Spot, LegTries Perp, bool Alarmed) : SpotPerpExit;

    /// <summary>The legs are closed, borrowed coin is still owed.</summary>
    public sealed record Repaying(int Tries, Instant NextAt) : SpotPerpExit;

    /// <summary>The legs are where they should be; venue and ledger are being compared.</summary>
    /// <param name="At">The price at which what is left was found to be dust. [quote/base]</param>
    public sealed record Verifying(Price? At = null) : SpotPerpExit;

    /// <summary>The legs are where they should be, nothing is owed but dust.</summary>
    public sealed record Done : SpotPerpExit;
}
