using EvenKeel.Machines;

namespace EvenKeel.Simulation.Owners;

/// <summary>Where a machine's row and its outbox are kept in virtual time. Answers may come at once or later.</summary>
public interface IRowStore<TState>
{
    /// <summary>The row as it is stored, or null when there is none yet.</summary>
    MachineRow<TState>? Read(string machine);

    /// <summary>Writes a row if the stored one still has the version before.</summary>
    /// <param name="done">Told null when it is written, else what went wrong.</param>
    void Write(MachineRow<TState> row, Action<string?> done);

    /// <summary>Appends what is not there yet.</summary>
    /// <param name="done">Told whether all of it is surely there.</param>
    void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done);
}
