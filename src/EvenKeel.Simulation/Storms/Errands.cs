using System.Collections.Immutable;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>Which errands and faults belong to which machine.</summary>
public static class Errands
{
    /// <summary>Of a carry.</summary>
    public static ImmutableArray<Errand> Carry { get; } = [.. Enum.GetValues<Errand>().Where(e => !e.IsGrid())];

    /// <summary>Of a grid whose every step is known: those that are killed at every boundary.</summary>
    public static ImmutableArray<Errand> Grid { get; } =
        [.. Enum.GetValues<Errand>().Where(e => e.IsGrid() && e is not (Errand.GridLife or Errand.GridWide))];

    /// <summary>What cannot strike a grid, and why.</summary>
    public static ImmutableArray<(Fault Fault, string Because)> NotOfGrids { get; } =
    [
        (Fault.BorrowRecalled, "a grid borrows no coin"),
        (Fault.BorrowRefused, "a grid borrows no coin"),
        (Fault.BorrowDearer, "a grid borrows no coin"),
        (Fault.IntervalChanged, "a grid follows no funding interval"),
        (Fault.Resized, "the size of a grid is one of its settings: Reconfigured"),
    ];

    /// <summary>What can strike a carry.</summary>
    public static ImmutableArray<Fault> FaultsOfCarries { get; } =
        [.. Enum.GetValues<Fault>().Where(f => f is < Fault.CancelRaced or > Fault.RegridAmidFills)];

    /// <summary>What can strike a grid.</summary>
    public static ImmutableArray<Fault> FaultsOfGrids { get; } =
        [.. Enum.GetValues<Fault>().Where(f => !NotOfGrids.Any(n => n.Fault == f))];

    public static bool IsGrid(this Errand errand) => errand >= Errand.GridLife;

    /// <summary>What can strike on an errand.</summary>
    public static ImmutableArray<Fault> Faults(this Errand errand) =>
        errand.IsGrid() ? FaultsOfGrids : FaultsOfCarries;
}
