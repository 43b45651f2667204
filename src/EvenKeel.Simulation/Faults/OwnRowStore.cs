using EvenKeel.Machines;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>The store of all as one owner has it: an onlooker sees who writes.</summary>
internal sealed class OwnRowStore<TState>(FaultyRowStore<TState> store, Func<Activation> by) : IRowStore<TState>
{
    public MachineRow<TState>? Read(string machine) => store.Read(machine);

    public void Write(MachineRow<TState> row, Action<string?> done) => store.Write(row, by(), done);

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}
