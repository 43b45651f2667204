using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Funding;

/// <summary>What the machine of one pair remembers beside its orders and its ledger.</summary>
/// <param name="Pinned">The settings that this position was entered under; changes reach the next one. Null while
/// flat.</param>
/// <param name="Stopped">Why there is no new risk for good: something outside moved a leg. Null: it may enter.</param>
/// <param name="Sized">What the legs were last sized to.</param>
/// <param name="GrowsFrom">It grows no earlier, however often it looks: the last attempt came to nothing.</param>
/// <param name="Alerted">What a person was told is missing; null: nothing is.</param>
public sealed record Carry(
    CarryPhase Phase, ArbSettings? Pinned, string? Stopped, ArbSizing Sized, Instant GrowsFrom = default,
    string? Alerted = null)
{
    public static Carry New => new(new CarryPhase.Flat("new"), null, null, ArbSizing.None);
}

/// <summary>Where a carry stands: a position is being built, held or closed, or there is none.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Flat), "flat")]
[JsonDerivedType(typeof(Entering), "entering")]
[JsonDerivedType(typeof(Holding), "holding")]
[JsonDerivedType(typeof(Leaving), "leaving")]
public abstract record CarryPhase
{
    private CarryPhase()
    {
    }

    /// <summary>Nothing is held but dust, nothing is open.</summary>
    public sealed record Flat(string Because) : CarryPhase;

    /// <summary>The legs are being built up, from nothing or from a smaller size.</summary>
    public sealed record Entering(EntryOrder Order, SpotPerpEntry Step) : CarryPhase;

    /// <summary>Both legs stand level, funding accrues.</summary>
    public sealed record Holding(CarryDirection Direction, string Because) : CarryPhase;

    /// <summary>The legs are being reduced, to nothing or to a smaller size.</summary>
    public sealed record Leaving(ExitOrder Order, SpotPerpExit Step) : CarryPhase;
}
