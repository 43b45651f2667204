namespace EvenKeel.Simulation.Owners;

/// <summary>The store did not answer: nobody knows what it holds.</summary>
public sealed class RowUnreadException(string message) : Exception(message);
