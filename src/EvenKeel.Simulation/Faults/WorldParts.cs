using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>What a world puts in place of a part of the protocol: nothing, unless it plays a protocol that is
/// wrong.</summary>
public sealed record WorldParts<TState>
{
    /// <summary>The machine that an owner runs.</summary>
    public Func<MachineWorld<TState>, IMachine<TState>, IMachine<TState>> Machine { get; init; } =
        (_, machine) => machine;

    /// <summary>The wire of one owner, with that owner's clock.</summary>
    public Func<MachineWorld<TState>, IWire, Func<Instant>, IWire> Wire { get; init; } = (_, wire, _) => wire;

    /// <summary>The store of one owner.</summary>
    public Func<MachineWorld<TState>, IRowStore<TState>, IRowStore<TState>> Store { get; init; } = (_, store) => store;

    /// <summary>The times of the protocol.</summary>
    public Func<RunnerSettings, RunnerSettings> Settings { get; init; } = settings => settings;

    /// <summary>Changes what is shared by all owners, before anything happens.</summary>
    public Action<MachineWorld<TState>> Shared { get; init; } = _ => { };
}
