using System.Text;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Machines;

/// <summary>What a machine does in every state on every event, as a page: a section a state, a row an event, a column
/// a situation of its legs. Whatever is impossible says why.</summary>
internal sealed class MachineTable(string title, string opening)
{
    private readonly StringBuilder _page = new($"# {title}\n\n{opening}\n");
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many pairs were decided, and how many are impossible.</summary>
    public int Decided { get; private set; }

    public int Impossible { get; private set; }

    /// <param name="decide">Gives what is done in a situation; null where that situation cannot be.</param>
    public void Section<TScene, TEvent>(
        string state, string about, IReadOnlyList<(string Name, TScene Scene)> situations,
        IReadOnlyList<(string Name, Func<TScene, TEvent> Make)> events, Func<TScene, TEvent, string> decide)
    {
        _page.Append($"\n## {state}\n\n{about}\n\n| event | {string.Join(" | ", situations.Select(s => s.Name))} |\n");
        _page.Append($"|---{string.Concat(Enumerable.Repeat("|---", situations.Count))}|\n");
        var rows = events.Select(e => (e.Name, Row: Row(situations, e.Make, decide))).ToList();
        while (rows.Count > 0)
        {
            // Events that mean the same in every situation share a row.
            var row = rows[0].Row;
            var names = rows.Where(r => r.Row == row).Select(r => r.Name);
            _page.Append($"| {string.Join("; ", names)} | {row} |\n");
            rows.RemoveAll(r => r.Row == row);
        }
    }

    public string Page()
    {
        _page.Append("\n## Why some pairs are impossible\n\n");
        _page.Append("Meeting one of them is a bug: it throws and halts that machine.\n\n");
        foreach (var (reason, number) in _reasons.OrderBy(r => r.Value))
        {
            _page.Append($"{number}. {reason}\n");
        }

        return _page.ToString();
    }

    private string Row<TScene, TEvent>(
        IReadOnlyList<(string Name, TScene Scene)> situations, Func<TScene, TEvent> make,
        Func<TScene, TEvent, string> decide)
    {
        var cells = situations.Select(s => Cell(() => decide(s.Scene, make(s.Scene)))).ToList();
        return cells.Count > 1 && cells.TrueForAll(c => c == cells[0])
            ? $"{cells[0]}{string.Concat(Enumerable.Repeat(" | 〃", cells.Count - 1))}"
            : string.Join(" | ", cells);
    }

    private string Cell(Func<string> decide)
    {
        try
        {
            var done = decide();
            Decided++;
            return done;
        }
        catch (UndecidedException impossible)
        {
            Impossible++;
            var reason = impossible.Message[(impossible.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            _reasons.TryAdd(reason, _reasons.Count + 1);
            return $"*impossible ({_reasons[reason]})*";
        }
    }
}

/// <summary>Commands in the words of a table.</summary>
internal static class Told
{
    public static string Of<T>(Step<T> step, Func<MachineCommand, string> word) =>
        string.Join(", ", step.Commands.Select(word));

    /// <summary>The next state, what is done, and when the market is looked at again.</summary>
    public static string Cell(string next, string commands, Instant lookAt, Instant now)
    {
        var look = lookAt == Instant.Never ? "when told"
            : lookAt <= now ? "now"
            : lookAt > now + TimeSpan.FromHours(1) ? $"{(lookAt - now).TotalHours:0.#} h"
            : $"{(lookAt - now).TotalSeconds:0.#} s";
        return commands.Length == 0 ? $"{next}: {look}" : $"{next}: {commands}; {look}";
    }
}
