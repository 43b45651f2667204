using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Funding;

/// <summary>What a carry was last sized to, and for what: a change of the plan is measured against it.</summary>
/// <param name="Size">Size of each leg that was last decided, unsigned; zero when flat. [base]</param>
/// <param name="For">The plan's notional at that decision; half of it after a reduction by half. [quote]</param>
/// <param name="ReducedAt">When a warning last reduced it; null: never in this life.</param>
public readonly record struct ArbSizing(Quantity Size, Amount For, Instant? ReducedAt)
{
    /// <summary>Flat.</summary>
    public static ArbSizing None => default;

    /// <summary>The sizing after a target was taken on. A hold changes nothing.</summary>
    public ArbSizing Adopt(TargetState target, ArbPlan plan, Instant now)
    {
        var size = target.Of(Market.Spot).Abs();
        return target.Move switch
        {
            Move.Hold => this,
            Move.Enter or Move.Resize => this with { Size = size, For = plan.Notional },
            Move.Reduce => new(size, For * ArbStrategy.Half, now),
            Move.Exit => this with { Size = Quantity.Zero, For = Amount.Zero },
            _ => throw new ArgumentOutOfRangeException(nameof(target), target.Move, "no such move"),
        };
    }
}

/// <summary>What a carry holds, has in flight, and last decided.</summary>
/// <param name="Base">Net base coin from the ledger; a short spot leg is negative. [base]</param>
/// <param name="Perp">Signed perpetual position from the ledger. [base]</param>
/// <param name="SpotInFlight">What open spot orders may still change, signed. [base]</param>
/// <param name="PerpInFlight">What open orders on the perpetual may still change, signed. [base]</param>
/// <param name="Direction">Null: flat; dust of earlier lives may be left.</param>
public sealed record ArbBook(
    Quantity Base, Quantity Perp, Quantity SpotInFlight, Quantity PerpInFlight, CarryDirection? Direction,
    ArbSizing Sized)
{
    /// <summary>Nothing held, nothing in flight, never sized.</summary>
    public static ArbBook Flat => new(
        Quantity.Zero, Quantity.Zero, Quantity.Zero, Quantity.Zero, null, ArbSizing.None);

    /// <summary>Spot with what is in flight. [base]</summary>
    public Quantity SpotHeld => Base + SpotInFlight;

    /// <summary>Perpetual with what is in flight. [base]</summary>
    public Quantity PerpHeld => Perp + PerpInFlight;

    /// <summary>The size that both legs have, or are about to have: the smaller of the two, unsigned. [base]</summary>
    public Quantity Size => Quantity.Min(SpotHeld.Abs(), PerpHeld.Abs());

    /// <summary>The same as the one Diff sees it.</summary>
    public CurrentState Current => new(
        [new(Market.Spot, Base, SpotInFlight), new(Market.Linear, Perp, PerpInFlight)], []);
}
