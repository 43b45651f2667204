using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>A store that does as another does, but for one thing.</summary>
internal abstract class Forgery<TState>(IRowStore<TState> store) : IRowStore<TState>
{
    public virtual MachineRow<TState>? Read(string machine) => store.Read(machine);

    public virtual void Write(MachineRow<TState> row, Action<string?> done) => store.Write(row, done);

    public void Append(string machine, IReadOnlyList<OutboxEntry> entries, Action<bool> done) =>
        store.Append(machine, entries, done);
}

/// <summary>Says that a row is written, and writes it later.</summary>
internal sealed class LateStore(Timeline time, IRowStore<Carry> store, TimeSpan later) : Forgery<Carry>(store)
{
    public override void Write(MachineRow<Carry> row, Action<string?> done)
    {
        time.At(time.Now + later, () => base.Write(row, _ => { }));
        done(null);
    }
}

/// <summary>Takes every write for done.</summary>
internal sealed class TrustingStore(IRowStore<Carry> store) : Forgery<Carry>(store)
{
    public override void Write(MachineRow<Carry> row, Action<string?> done) => base.Write(row, _ => done(null));
}

/// <summary>Changes a row whenever it is read.</summary>
internal sealed class ForgetfulStore<TState>(
    IRowStore<TState> store, Func<MachineRow<TState>, MachineRow<TState>> forget) : Forgery<TState>(store)
{
    public override MachineRow<TState>? Read(string machine) => base.Read(machine) is { } row ? forget(row) : null;
}
