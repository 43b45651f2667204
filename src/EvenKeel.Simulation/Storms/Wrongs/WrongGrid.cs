namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>Grids that are wrong in one place each: what the storm of grids must catch.</summary>
public enum WrongGrid
{
    /// <summary>A filled rung is closed at every look, however many orders close it already.</summary>
    ClosesAtEveryTick,

    /// <summary>What an order traded before it was cancelled is forgotten.</summary>
    DropsPartOnCancel,

    /// <summary>A ladder is laid anew when an owner starts, beside the one that stands.</summary>
    LaysSecondLadder,
}
