using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>What the machine of one grid remembers beside its orders and its ledger.</summary>
/// <param name="Ladder">The rungs in force; null: none was laid yet.</param>
/// <param name="Slots">Those that hold something or have an order, in the order of their keys.</param>
/// <param name="Pinned">The settings that this grid was started under; null: it was not started.</param>
/// <param name="Halted">Why nothing is opened any more: something outside moved the position. Null: it may
/// open.</param>
/// <param name="OpensFrom">Nothing new is opened before: an order came to nothing, or the gate denied one.</param>
/// <param name="Pace">What openings, closings and cancels have used up of the minute's budget.</param>
/// <param name="Alerted">What a person was told is missing; before the first ladder: which settings are refused. Null:
/// nothing is.</param>
public sealed record Grid(
    GridPhase Phase, Ladder? Ladder, ImmutableArray<Slot> Slots, GridTotals Totals, GridSettings? Pinned,
    string? Halted = null, Instant OpensFrom = default, Pace Pace = default, string? Alerted = null)
{
    /// <summary>A grid that nobody has started: no ladder, no slot, nothing earned.</summary>
    public static Grid New => new(new GridPhase.Waiting("new"), null, [], GridTotals.None, null);
}

/// <summary>Where a grid stands.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Running), "running")]
[JsonDerivedType(typeof(Leaving), "leaving")]
[JsonDerivedType(typeof(Stopped), "stopped")]
public abstract record GridPhase
{
    private GridPhase()
    {
    }

    /// <summary>No ladder is laid: there is no price yet, or the plan is refused.</summary>
    public sealed record Waiting(string Because) : GridPhase;

    /// <summary>The ladder stands around the price.</summary>
    public sealed record Running : GridPhase;

    /// <summary>All that is held is being closed.</summary>
    public sealed record Leaving(string Because) : GridPhase;

    /// <summary>Nothing is held but dust, and nothing is opened any more; what comes from outside is closed.</summary>
    public sealed record Stopped(string Because) : GridPhase;
}
