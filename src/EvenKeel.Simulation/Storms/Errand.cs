namespace EvenKeel.Simulation.Storms;

/// <summary>What a machine is about while the storm blows.</summary>
public enum Errand
{
    /// <summary>It enters, and may be left.</summary>
    Entry,

    /// <summary>It holds before the storm, and is left in it.</summary>
    Exit,

    /// <summary>It enters with an order that rests.</summary>
    Patient,

    /// <summary>It sells borrowed coin short, buys it back and repays.</summary>
    Negative,

    /// <summary>It is made larger and smaller while it is held.</summary>
    Resize,

    /// <summary>Its second leg does not trade when it is needed.</summary>
    Unwind,

    /// <summary>A grid lives as its seed draws it: spot or linear, long, short or neutral.</summary>
    GridLife,

    /// <summary>The same with windows of ten to fourteen rungs a side, and no fixed range.</summary>
    GridWide,

    /// <summary>A ladder is laid.</summary>
    GridLay,

    /// <summary>Rungs are filled and closed.</summary>
    GridTrip,

    /// <summary>The range of the market grows while a rung is filled, and shrinks: two more ladders.</summary>
    GridRegrid,

    /// <summary>A grid that holds something is left.</summary>
    GridLeave,

    /// <summary>Coin is bought and sold on spot, and what is held is left.</summary>
    GridSpot,
}

/// <summary>How a machine is made to leave.</summary>
public enum Turn
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Two settlements in a row cost.</summary>
    Costly,

    /// <summary>The portfolio asks.</summary>
    Asked,

    /// <summary>A person wants it flat, now.</summary>
    Flatten,
}
