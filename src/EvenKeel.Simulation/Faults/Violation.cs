namespace EvenKeel.Simulation.Faults;

/// <summary>A promise that a run has broken.</summary>
/// <param name="Invariant">Its name in the list of invariants, such as I2.</param>
public sealed record Violation(string Invariant, string What)
{
    public override string ToString() => $"{Invariant}: {What}";
}
