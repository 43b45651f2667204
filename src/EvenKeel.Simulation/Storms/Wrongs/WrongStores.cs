using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>Says that a row is written, and writes it later.</summary>
internal sealed class LateStore(Timeline time, IRowStore<Carry> store, TimeSpan later) : IRowStore<Carry>
{
    public MachineRow<Carry>? Read(string machine) => store.Read(machine);

    public void Write(MachineRow<Carry> row, Action<string?> done)
    {
        time.At(time.Now + later, () => store.Write(row, _ => { }));
        done(null);
    }

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}

/// <summary>Takes every write for done.</summary>
internal sealed class TrustingStore(IRowStore<Carry> store) : IRowStore<Carry>
{
    public MachineRow<Carry>? Read(string machine) => store.Read(machine);

    public void Write(MachineRow<Carry> row, Action<string?> done) => store.Write(row, _ => done(null));

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}

/// <summary>Forgets how many attempts there were: the next one has a number that was used.</summary>
internal sealed class WrappingStore(IRowStore<Carry> store) : IRowStore<Carry>
{
    public MachineRow<Carry>? Read(string machine) => store.Read(machine) is { } row
        ? row with { Attempts = ImmutableSortedDictionary<int, int>.Empty }
        : null;

    public void Write(MachineRow<Carry> row, Action<string?> done) => store.Write(row, done);

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}

/// <summary>Forgets something whenever a row is read.</summary>
internal sealed class ForgetfulStore(IRowStore<Carry> store, Action forget) : IRowStore<Carry>
{
    public MachineRow<Carry>? Read(string machine)
    {
        forget();
        return store.Read(machine);
    }

    public void Write(MachineRow<Carry> row, Action<string?> done) => store.Write(row, done);

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}
