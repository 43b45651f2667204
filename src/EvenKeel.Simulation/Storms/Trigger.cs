using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>One fault that strikes once, at a boundary or at a time.</summary>
/// <param name="Crossing">At which boundary that is crossed while an order is open, counted from one; zero: by
/// time; below zero: what befalls the order of that number.</param>
/// <param name="Milliseconds">When, from the beginning of the storm. [ms]</param>
/// <param name="Size">How hard: what that means is the fault's own. [0, 1000)</param>
public readonly record struct Trigger(Fault Fault, int Crossing, int Milliseconds, int Size)
{
    /// <summary>A length between two bounds, by its size. [ms]</summary>
    public TimeSpan Span(int least, int most) => TimeSpan.FromMilliseconds(least + ((most - least) * Size / 1000));
}
