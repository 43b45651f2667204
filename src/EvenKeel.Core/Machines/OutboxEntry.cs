using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EvenKeel.Accounting;
using EvenKeel.Markets;

namespace EvenKeel.Machines;

/// <summary>The audit record of one write, with the flows that it booked, chained by hash to the one before.</summary>
/// <param name="Version">The version of the row that this write made.</param>
/// <param name="Record">What happened and what was decided, readable.</param>
/// <param name="Previous">Hash of the record before; empty for the first.</param>
public sealed record OutboxEntry(
    long Version, Instant At, string Record, string Previous, string Hash, ImmutableArray<Flow> Flows)
{
    /// <summary>A record with its hash, chained to the one before.</summary>
    public static OutboxEntry Of(
        string machine, long version, Instant at, string record, string previous, ImmutableArray<Flow> flows) =>
        new(version, at, record, previous, HashOf(machine, version, at, record, previous, flows), flows);

    /// <summary>Whether this record is what was written, and follows the one before.</summary>
    public bool Follows(string machine, string previous) =>
        string.Equals(Previous, previous, StringComparison.Ordinal)
        && string.Equals(Hash, HashOf(machine, Version, At, Record, Previous, Flows), StringComparison.Ordinal);

    private static string HashOf(
        string machine, long version, Instant at, string record, string previous, ImmutableArray<Flow> flows)
    {
        var text = new StringBuilder(256).Append(previous).Append('\n').Append(machine).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{version}\n{at.Milliseconds}\n").Append(record);
        foreach (var f in flows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{f.At.Milliseconds},{f.Pair},{f.Market},{f.Coin},{f.Kind}," +
                $"{f.Quantity},{f.Price},{f.Rate},{f.Amount}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
