namespace EvenKeel.Simulation.Faults;

/// <summary>One life of one owner: from when it read the row until it forgot it.</summary>
/// <param name="Owner">In the order in which they were appointed, counted from one.</param>
/// <param name="Life">Of that owner, counted from one.</param>
public readonly record struct Activation(int Owner, int Life)
{
    public override string ToString() => $"{Owner}.{Life}";
}
