using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Storage;

namespace EvenKeel.Simulation.Faults;

/// <summary>A faulty store of the rows of one kind of machine, each as the bytes that the service stores.</summary>
public sealed class FaultyRowStore<TState>(Timeline time, Chance chance, DelaySpan takes, History history)
    : FaultyStore(time, chance, takes, history)
{
    private readonly SortedDictionary<string, byte[]> _rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MachineRow<TState>> _seen = new(StringComparer.Ordinal);

    public MachineRow<TState>? Read(string machine)
    {
        if (!_rows.TryGetValue(machine, out var bytes))
        {
            return null;
        }

        return ReadFate() switch
        {
            Faults.ReadFate.Done => RowFormat.Read<TState>(bytes),
            Faults.ReadFate.Corrupt => RowFormat.Read<TState>(bytes.AsSpan(0, bytes.Length / 2)),
            Faults.ReadFate.Newer => RowFormat.Check(
                RowFormat.Read<TState>(bytes) with { Format = MachineRow<TState>.FormatNow + 1 }),
            _ => throw new RowUnreadException("the store did not answer"),
        };
    }

    /// <summary>The same for an onlooker, without reading it anew.</summary>
    public MachineRow<TState>? Seen(string machine) => _seen.GetValueOrDefault(machine);

    /// <param name="by">Who writes it.</param>
    public void Write(MachineRow<TState> row, Activation by, Action<string?> done)
    {
        // What is written is what the row is now, not what its owner makes of it later.
        var bytes = RowFormat.Write(row);
        Write(
            row, by, bytes.Length, () => Seen(row.Machine)?.Version ?? 0,
            () => (_rows[row.Machine], _seen[row.Machine]) = (bytes, row), done);
    }
}
