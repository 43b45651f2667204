using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>A promise that a run has broken.</summary>
/// <param name="Invariant">Its name in the list of invariants, such as I2.</param>
/// <param name="Event">Which happening of the run broke it, counted from one.</param>
public sealed record Violation(string Invariant, string What, int Event, Instant At)
{
    public override string ToString() => $"{Invariant}: {What} (event {Event}, {At})";
}
