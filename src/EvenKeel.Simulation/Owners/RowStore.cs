using EvenKeel.Machines;

namespace EvenKeel.Simulation.Owners;

/// <summary>Where a machine's row and its outbox are kept in virtual time.</summary>
public interface IRowStore<TState>
{
    /// <summary>The row as it is stored, or null when there is none yet.</summary>
    MachineRow<TState>? Read(string machine);

    /// <summary>Writes a row if the stored one still has the version before; false is a conflict.</summary>
    bool Write(MachineRow<TState> row);

    void Append(string machine, IReadOnlyList<OutboxEntry> entries);
}

/// <summary>A store that keeps rows as they are: for a backtest, where nothing is lost.</summary>
public sealed class PlainRowStore<TState>(Action<string, OutboxEntry> appended) : IRowStore<TState>
{
    private readonly SortedDictionary<string, MachineRow<TState>> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _appended = new(StringComparer.Ordinal);

    /// <summary>Takes note of each row that was written.</summary>
    public Action<MachineRow<TState>>? Written { get; init; }

    public MachineRow<TState>? Read(string machine) => _rows.GetValueOrDefault(machine);

    public bool Write(MachineRow<TState> row)
    {
        if ((Read(row.Machine)?.Version ?? 0) != row.Version - 1)
        {
            return false;
        }

        _rows[row.Machine] = row;
        Written?.Invoke(row);
        return true;
    }

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Version > _appended.GetValueOrDefault(machine))
            {
                _appended[machine] = entry.Version;
                appended(machine, entry);
            }
        }
    }
}
