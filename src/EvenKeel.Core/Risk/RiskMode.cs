namespace EvenKeel.Risk;

/// <summary>What stands above one decision: switches that block new risk. None of them blocks a close or a
/// hedge.</summary>
/// <param name="Kill">The kill switch is on: no new risk until a person releases it.</param>
/// <param name="ReduceOnly">Positions may only fall.</param>
/// <param name="Breaker">A circuit breaker has tripped.</param>
/// <param name="Blind">The streams are down: what happens is not seen at once.</param>
/// <param name="Flatten">A person asked for flat, now: an emergency exit.</param>
/// <param name="Unread">The switches could not be read: unknown is not "off".</param>
public sealed record RiskMode(
    bool Kill = false, bool ReduceOnly = false, bool Breaker = false, bool Blind = false, bool Flatten = false,
    bool Unread = false)
{
    /// <summary>Nothing is switched on.</summary>
    public static RiskMode Normal { get; } = new();

    /// <summary>The switches could not be read.</summary>
    public static RiskMode Unknown { get; } = new(Unread: true);

    /// <summary>Whether what raises a position is refused.</summary>
    public bool BlocksNewRisk => Kill || ReduceOnly || Breaker || Blind || Flatten || Unread;

    /// <summary>The first switch that is on, in words; "normal" when none is.</summary>
    public string Name => this switch
    {
        { Flatten: true } => "flatten",
        { Kill: true } => "kill switch",
        { Breaker: true } => "circuit breaker",
        { ReduceOnly: true } => "reduce-only",
        { Blind: true } => "blind: the streams are down",
        { Unread: true } => "unknown: the kill switch could not be read",
        _ => "normal",
    };
}
