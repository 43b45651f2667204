using System.Text.Json.Serialization;

namespace EvenKeel.Reconciliation;

/// <summary>The name of a slot: a place where at most one order stands at a time.</summary>
/// <param name="Generation">Which ladder it belongs to: a new ladder never reuses the names of an old one.</param>
/// <param name="Index">Rung of that ladder: 0 is its anchor, above it is positive.</param>
public readonly record struct SlotKey(
    [property: JsonPropertyName("g")] int Generation, [property: JsonPropertyName("i")] int Index)
    : IComparable<SlotKey>
{
    /// <summary>By generation, then from the lowest rung up.</summary>
    public int CompareTo(SlotKey other) => Generation == other.Generation
        ? Index.CompareTo(other.Index)
        : Generation.CompareTo(other.Generation);

    public override string ToString() => $"{Generation}/{Index}";
}
