namespace EvenKeel.Simulation.Faults;

/// <summary>What befalls one write or append.</summary>
public enum StoreFate
{
    /// <summary>It is done, and its owner hears so.</summary>
    Done,

    /// <summary>It fails and nothing was done.</summary>
    FailsBefore,

    /// <summary>It is done, and its owner hears that it failed.</summary>
    FailsAfter,
}
