namespace EvenKeel.Grids;

/// <summary>Which way a grid takes positions.</summary>
public enum GridMode
{
    /// <summary>Buys below the price, sells what it bought one rung higher.</summary>
    Long,

    /// <summary>Sells above the price, buys back what it sold one rung lower.</summary>
    Short,

    /// <summary>Both: buys below, sells above.</summary>
    Neutral,
}

/// <summary>How far the rungs of a ladder are apart.</summary>
public enum GridSpacing
{
    /// <summary>The same step in quote everywhere.</summary>
    Arithmetic,

    /// <summary>The same share of the price everywhere.</summary>
    Geometric,

    /// <summary>A step that follows the average true range, in generations.</summary>
    Adaptive,
}

/// <summary>What a grid with a fixed range does when the price leaves it.</summary>
public enum OutOfRange
{
    /// <summary>It waits until the price comes back.</summary>
    Wait,

    /// <summary>A new ladder of the same width around the price.</summary>
    Trail,

    /// <summary>It closes all that it holds and stops.</summary>
    Close,
}
