using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>What the openings may do.</summary>
internal enum GridOpening
{
    /// <summary>None may rest.</summary>
    None,

    /// <summary>Those that rest may stay.</summary>
    Kept,

    /// <summary>New ones may be placed.</summary>
    New,
}

/// <summary>All that one target is worked out from.</summary>
/// <param name="Mark">What the gate's collar is measured from; null: unknown, and nothing new is opened.</param>
/// <param name="Centre">Rung around which the windows lie.</param>
internal readonly record struct GridSight(
    GridPlan Plan, GridBook Book, Price Mid, Price? Range, Price? Mark, int Centre)
{
    /// <summary>A rung as it can be traded: the tick at or below. [quote/base]</summary>
    public Price Rung(int index) => Plan.RungOf(Book.Ladder, index);

    /// <summary>Whether a slot that was filled in part closes that part before it goes on opening: once the price is
    /// half a spacing away, or where it may open no more. One without an opening order always does.</summary>
    public bool ClosesFirst(in SlotState slot)
    {
        if (!slot.IsOpening)
        {
            return true;
        }

        var draft = slot.Order!.Draft;
        var away = draft.Side.Sign() * (Mid - draft.Limit!.Value).Value;
        return slot.Key.Generation != Book.Ladder.Generation || away > Book.Ladder.SpacingAt(Mid).Value / 2m;
    }
}
