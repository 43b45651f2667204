using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>What a grid holds, has resting, and was told.</summary>
/// <param name="Leaving">Why all is being closed; null: it is not.</param>
/// <param name="Halted">Why nothing may rest any more that opens; null: it may.</param>
/// <param name="Opens">Whether new openings may be placed at all now.</param>
public sealed record GridBook(
    Ladder Ladder, SlotBook Slots, Ledger Ledger, string? Leaving = null, string? Halted = null, bool Opens = true)
{
    /// <summary>What all trades and holdings are worth at a price, less what was put in: cash + position × price.
    /// [quote]</summary>
    public Amount ProfitAt(Market market, Price price) => Ledger.Cash + (price * Ledger.Of(market));

    /// <summary>The same as the one Diff sees it.</summary>
    public CurrentState Current => new([], Slots.Resting());
}
