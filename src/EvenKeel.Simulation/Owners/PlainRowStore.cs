using EvenKeel.Machines;

namespace EvenKeel.Simulation.Owners;

/// <summary>A store that keeps rows as they are: for a backtest, where nothing is lost.</summary>
public sealed class PlainRowStore<TState>(Action<string, OutboxEntry> appended) : IRowStore<TState>
{
    private readonly SortedDictionary<string, MachineRow<TState>> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _appended = new(StringComparer.Ordinal);

    /// <summary>Takes note of each row that was written.</summary>
    public Action<MachineRow<TState>>? Written { get; init; }

    public MachineRow<TState>? Read(string machine) => _rows.GetValueOrDefault(machine);

    public void Write(MachineRow<TState> row, Action<string?> done)
    {
        if ((Read(row.Machine)?.Version ?? 0) != row.Version - 1)
        {
            done($"{row.Machine}: another owner has written the row");
            return;
        }

        _rows[row.Machine] = row;
        Written?.Invoke(row);
        done(null);
    }

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done)
    {
        foreach (var entry in entries)
        {
            if (entry.Version > _appended.GetValueOrDefault(machine))
            {
                _appended[machine] = entry.Version;
                appended(machine, entry);
            }
        }

        done(true);
    }
}
