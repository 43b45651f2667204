namespace EvenKeel.Venues;

/// <summary>Why a venue refused, in the classes that make a difference to what we do next.</summary>
public enum RefusalKind
{
    /// <summary>Price, quantity or filter: this order can never be taken as it is.</summary>
    Shape,

    /// <summary>Not enough balance or margin, or nothing to borrow.</summary>
    Funds,

    /// <summary>Reduce-only and there is nothing to reduce.</summary>
    ReduceOnly,

    /// <summary>Too many requests; nothing was executed.</summary>
    RateLimited,

    /// <summary>The timestamp lies outside the receive window.</summary>
    Clock,

    /// <summary>Key, permission or account: stop.</summary>
    Permission,

    /// <summary>The symbol does not trade now.</summary>
    Halted,

    /// <summary>An order to cancel is terminal already, or unknown.</summary>
    Gone,
}
