using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Simulation.Storms;

/// <summary>What one run came to.</summary>
/// <param name="Strikes">By fault, how often it struck.</param>
/// <param name="Upon">By fault, how often it struck while an order was open.</param>
/// <param name="Branches">By branch, whether it was taken.</param>
/// <param name="Held">Position × price × time. [quote·h]</param>
/// <param name="Funding">Received, as booked. [quote]</param>
/// <param name="Exposed">Each stretch of exposure that has ended.</param>
/// <param name="Lived">Virtual time of the run.</param>
/// <param name="Crossings">How many boundaries were crossed from the beginning of the storm on: at each of them a death
/// can be planned.</param>
/// <param name="Digest">Of all that happened, in order.</param>
public sealed record StormOutcome(
    StormPlan Plan, ImmutableArray<Violation> Violations, ImmutableArray<int> Strikes, ImmutableArray<int> Upon,
    ImmutableArray<bool> Branches, int Events, int Sends, int Orders, int Entries, int Exits, decimal Held,
    Amount Funding, ImmutableArray<TimeSpan> Exposed, TimeSpan Lived, int Crossings, ulong Digest)
{
    /// <summary>Of the entries, those that reached their target.</summary>
    public int EntriesWhole { get; init; }

    /// <summary>How often anything struck.</summary>
    public int StrikesAll => Strikes.Sum();

    /// <summary>Whether it never sent an order: nobody let it, and it proves nothing.</summary>
    public bool IsRefused => Orders == 0;
}
