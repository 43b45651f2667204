namespace EvenKeel.Risk;

/// <summary>What stands above one decision: switches that block new risk. None of them blocks a close or a hedge.</summary>
/// <param name="Kill">The kill switch is on: no new risk until a person releases it.</param>
/// <param name="ReduceOnly">Positions may only fall.</param>
/// <param name="Breaker">A circuit breaker has tripped.</param>
/// <param name="Blind">The streams are down: what happens is not seen at once.</param>
/// <param name="Flatten">A person asked for flat, now: an emergency exit.</param>
public readonly record struct RiskMode(
    bool Kill = false, bool ReduceOnly = false, bool Breaker = false, bool Blind = false, bool Flatten = false)
{
    /// <summary>Nothing is switched on.</summary>
    public static RiskMode Open => default;

    /// <summary>Whether what raises a position is refused.</summary>
    public bool BlocksNewRisk => Kill || ReduceOnly || Breaker || Blind || Flatten;

    /// <summary>The first switch that is on, in words; "open" when none is.</summary>
    public string Name => this switch
    {
        { Flatten: true } => "flatten",
        { Kill: true } => "kill switch",
        { Breaker: true } => "circuit breaker",
        { ReduceOnly: true } => "reduce-only",
        { Blind: true } => "blind (streams down)",
        _ => "open",
    };
}
