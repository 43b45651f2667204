namespace EvenKeel.Simulation.Venues;

/// <summary>What the venue does wrong on purpose, to show that the books notice; all off by default.</summary>
/// <param name="FeeOvercharge">How much more than it reports it takes for each fill, in the coin of the fee.
/// [coin]</param>
public sealed record VenueFaults(decimal FeeOvercharge = 0m)
{
    public static VenueFaults None { get; } = new();
}
