using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>One generation of rungs: where they stand does not change; when they have to, a new ladder is
/// laid.</summary>
/// <param name="Generation">Counts the ladders, from 1.</param>
/// <param name="Anchor">Rung 0. [quote/base]</param>
/// <param name="Step">Distance of two rungs, if it is the same everywhere; else not used. [quote/base]</param>
/// <param name="Ratio">Of a rung to the one below, if that is the same everywhere; else zero. [1]</param>
/// <param name="Lower">No rung below it; null: no bound. [quote/base]</param>
/// <param name="Upper">No rung above it; null: no bound. [quote/base]</param>
public sealed record Ladder(
    int Generation, Price Anchor, Price Step, decimal Ratio = 0m, Price? Lower = null, Price? Upper = null)
{
    /// <summary>Rungs are numbered from −this to +this. A rung has two steps (<see cref="GridSteps"/>), and the id of
    /// an order has room for 46 656.</summary>
    public const int IndexMax = 11_000;

    private const decimal WidthMax = 1_000_000_000_000m;

    [JsonIgnore]
    public bool IsGeometric => Ratio > 0m;

    /// <summary>How many rungs away a price can still be worked out: one that is no more than 10¹² times another.
    /// Ratio 1.5: 68.</summary>
    [JsonIgnore]
    public int Reach => IsGeometric
        ? (int)Math.Min(IndexMax, Math.Log((double)WidthMax) / Math.Log((double)Ratio))
        : IndexMax;

    /// <summary>Where a rung stands, before it is rounded to the tick. Anchor 100, step 5: rung −2 at 90. Anchor 100,
    /// ratio 1.1: rung 2 at 121. [quote/base]</summary>
    public Price At(int index) =>
        IsGeometric ? Anchor * Power(Ratio, index) : new(Anchor.Value + (index * Step.Value));

    /// <summary>How far the next rung lies above one at this price. [quote/base]</summary>
    public Price SpacingAt(Price price) => IsGeometric ? price * (Ratio - 1m) : Step;

    /// <summary>The rung nearest to a price; half-way it is the upper one. Anchor 100, step 5, price 107.5 →
    /// 2. Beyond the numbers it is one past <see cref="IndexMax"/>.</summary>
    public int NearestTo(Price price)
    {
        var guess = IsGeometric
            ? Math.Round(Math.Log((double)(price.Value / Anchor.Value)) / Math.Log((double)Ratio))
            : (double)Math.Floor(((price.Value - Anchor.Value) / Step.Value) + 0.5m);
        var index = (int)Math.Clamp(guess, -IndexMax - 1, IndexMax + 1);
        if (!IsGeometric)
        {
            return index;
        }

        // The logarithm only guesses: which rung is nearer is decided in decimals.
        index -= Distance(index - 1, price) < Distance(index, price) ? 1 : 0;
        return index + (Distance(index + 1, price) <= Distance(index, price) ? 1 : 0);
    }

    /// <summary>Whether a rung lies within the bounds.</summary>
    public bool Has(Price rung) => !(Lower is { } lower && rung < lower) && !(Upper is { } upper && rung > upper);

    /// <summary>Whether a price has left the ladder by more than one rung.</summary>
    public bool IsLeftBy(Price price) =>
        (Lower is { } lower && price < lower - SpacingAt(price))
        || (Upper is { } upper && price > upper + SpacingAt(price));

    private decimal Distance(int index, Price price) => Math.Abs(At(index).Value - price.Value);

    private static decimal Power(decimal ratio, int exponent)
    {
        var (result, factor) = (1m, ratio);
        for (var left = Math.Abs(exponent); left > 0; left /= 2)
        {
            result = left % 2 == 1 ? result * factor : result;
            factor = left > 1 ? factor * factor : factor;
        }

        return exponent < 0 ? 1m / result : result;
    }
}
