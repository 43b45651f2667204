namespace EvenKeel.Simulation.Owners;

/// <summary>Where in doing a need something can strike.</summary>
public enum Boundary
{
    /// <summary>Nothing of it has been done.</summary>
    Before,

    /// <summary>It is on its way: the store or the venue may do it, whatever becomes of the owner.</summary>
    OnItsWay,

    /// <summary>The runner has been told how it went.</summary>
    Done,
}
