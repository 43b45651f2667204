using EvenKeel.Markets;

namespace EvenKeel.Reconciliation;

/// <summary>What the basis has been saying: how many finished windows in a row were toxic, for each
/// direction.</summary>
/// <param name="ToxicPositive">Windows in a row whose median basis lay below −ToxicBasis: bad for positive
/// carry.</param>
/// <param name="ToxicNegative">Windows in a row whose median basis lay above +ToxicBasis: bad for negative
/// carry.</param>
/// <param name="Median">Of the last finished window; null before the first. [1]</param>
/// <param name="WindowEnd">When the last finished window ended; null before the first.</param>
public readonly record struct BasisSignal(
    int ToxicPositive, int ToxicNegative, Rate? Median = null, Instant? WindowEnd = null)
{
    public static BasisSignal None => default;
}
