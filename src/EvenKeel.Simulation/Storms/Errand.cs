namespace EvenKeel.Simulation.Storms;

/// <summary>What a carry is about while the storm blows.</summary>
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
}

/// <summary>How a carry is made to leave.</summary>
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
