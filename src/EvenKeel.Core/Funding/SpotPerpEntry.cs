using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>What an entry is for. The legs to reach are absolute: a position that is there already counts.</summary>
/// <param name="Target">Size of each leg when done, unsigned. [base]</param>
/// <param name="Because">Why it was worth entering, with the numbers.</param>
public sealed record EntryOrder(CarryDirection Direction, Quantity Target, string Because, Instant Since);

/// <summary>How often the missing leg was tried since exposure arose.</summary>
/// <param name="Count">Orders written for it.</param>
/// <param name="Since">When the first of them was decided; null while neutral.</param>
/// <param name="Widened">Whether the one try with the wider cap was made.</param>
public readonly record struct HedgeTries(int Count, Instant? Since, bool Widened)
{
    public static HedgeTries None => default;
}

/// <summary>Where an entry stands. Each state is recomputed from ledger and journal: it holds counters, no
/// amounts.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Validating), "validating")]
[JsonDerivedType(typeof(Leading), "leading")]
[JsonDerivedType(typeof(Hedging), "hedging")]
[JsonDerivedType(typeof(Unwinding), "unwinding")]
[JsonDerivedType(typeof(Exposed), "exposed")]
[JsonDerivedType(typeof(Verifying), "verifying")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Unwound), "unwound")]
public abstract record SpotPerpEntry
{
    private SpotPerpEntry()
    {
    }

    /// <summary>Decided, nothing written for the market yet.</summary>
    public sealed record Validating : SpotPerpEntry;

    /// <summary>The leading leg has an order; a patient one rests and fills slowly, each increment is hedged.</summary>
    /// <param name="Empty">Leading orders in a row that traded nothing.</param>
    /// <param name="Quoted">When the leading order was decided.</param>
    public sealed record Leading(int Empty, Instant Quoted, HedgeTries Tries) : SpotPerpEntry;

    /// <summary>The leading leg has no order, the other leg is being brought level.</summary>
    public sealed record Hedging(int Empty, HedgeTries Tries) : SpotPerpEntry;

    /// <summary>The hedge was given up: the unhedged part of the leading leg is being taken back.</summary>
    public sealed record Unwinding(int Tries) : SpotPerpEntry;

    /// <summary>Neither way out was open: trying both in turn, with back-off, after an alarm.</summary>
    public sealed record Exposed(int Tries, Instant NextAt) : SpotPerpEntry;

    /// <summary>Level; venue and ledger are being compared.</summary>
    /// <param name="TookBack">Whether a part was unwound on the way here.</param>
    /// <param name="At">The price at which what is left was found to be dust. [quote/base]</param>
    public sealed record Verifying(string Because, bool TookBack, Price? At = null) : SpotPerpEntry;

    /// <summary>Both legs stand, equal but for dust.</summary>
    public sealed record Done(string Because) : SpotPerpEntry;

    /// <summary>Nothing was traded.</summary>
    public sealed record Refused(string Because) : SpotPerpEntry;

    /// <summary>What was traded was taken back.</summary>
    public sealed record Unwound(string Because) : SpotPerpEntry;
}
