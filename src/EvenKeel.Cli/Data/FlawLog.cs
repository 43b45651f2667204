using EvenKeel.Simulation.Replay;

namespace EvenKeel.Cli.Data;

/// <summary>Counts what is wrong with one file, and keeps the first few to show.</summary>
internal sealed class FlawLog
{
    private const int ShownMax = 5;
    private readonly List<TapeFlaw> _shown = [];
    private long _count;

    public long Duplicates { get; private set; }

    public long OutOfOrder { get; private set; }

    public long BadRows { get; private set; }

    /// <summary>Why the rest of the file could not be read; null: it was read to its end.</summary>
    public string? Unreadable { get; private set; }

    public bool IsClean => _count == 0;

    public void Add(TapeFlaw flaw)
    {
        _count++;
        Duplicates += flaw.Kind == TapeFlawKind.Duplicate ? 1 : 0;
        OutOfOrder += flaw.Kind == TapeFlawKind.OutOfOrder ? 1 : 0;
        BadRows += flaw.Kind == TapeFlawKind.Malformed ? 1 : 0;
        Unreadable ??= flaw.Kind == TapeFlawKind.Unreadable ? flaw.ToString() : null;
        if (_shown.Count < ShownMax || flaw.Kind == TapeFlawKind.Unreadable)
        {
            _shown.Add(flaw);
        }
    }

    public IEnumerable<string> Lines()
    {
        var more = _count - _shown.Count;
        return _shown.Select(flaw => flaw.ToString())
            .Concat(more > 0 ? [$"{_shown[0].File}: {more} more like these"] : []);
    }
}
