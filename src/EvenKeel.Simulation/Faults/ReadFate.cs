namespace EvenKeel.Simulation.Faults;

/// <summary>What befalls one reading of a row.</summary>
public enum ReadFate
{
    /// <summary>The row as it is stored.</summary>
    Done,

    /// <summary>The store does not answer.</summary>
    Fails,

    /// <summary>What comes is no row.</summary>
    Corrupt,

    /// <summary>What comes was written by a newer program.</summary>
    Newer,
}
