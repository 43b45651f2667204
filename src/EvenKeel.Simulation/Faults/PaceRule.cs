using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>I13 of a minute: no more orders that raise risk are written within it than the settings of a ladder
/// allow.</summary>
/// <param name="mostOf">Orders in a minute, by the settings that are pinned in a row; null: it is bound by
/// none.</param>
internal sealed class PaceRule(Verdict verdict, Journals journals, Clocks clocks, Func<IMachineRow, int?> mostOf)
    : Rule(verdict)
{
    /// <summary>Orders that are written within this time were decided within a minute: a write takes up to two
    /// seconds, and some.</summary>
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(57);

    private readonly Queue<Instant> _written = [];

    public override void See(Happening happening)
    {
        if (happening is not Happening.Stored { Row: var row, At: var now } || journals.NewRisk.Count == 0)
        {
            return;
        }

        foreach (var _ in journals.NewRisk)
        {
            _written.Enqueue(now);
        }

        while (_written.Peek() <= now - s_minute)
        {
            _written.Dequeue();
        }

        // To a clock that jumps ahead the budget is whole again: half of a minute's can be spent at once.
        if (mostOf(row) is { } most
            && _written.Count > (clocks.AnyJumped(now - s_minute, now) ? most + (most / 2) : most))
        {
            Break("I13", $"{_written.Count} orders that raise risk within a minute, which takes {most}");
        }
    }
}
