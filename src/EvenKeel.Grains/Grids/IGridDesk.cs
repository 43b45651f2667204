using EvenKeel.Grids;
using EvenKeel.Markets;

namespace EvenKeel.Grains.Grids;

/// <summary>The terms of every grid of this service.</summary>
public interface IGridDesk
{
    /// <summary>How often a grid's market is read; null: only when somebody calls Tick.</summary>
    TimeSpan? TickEvery { get; }

    /// <summary>What is wanted of a pair's grid, with the venue's rules and fees as they are now.</summary>
    GridPlan PlanOf(Symbol pair);
}
