using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>What a world puts in place of a part of the protocol: nothing, unless it plays a protocol that is
/// wrong.</summary>
public sealed record WorldParts
{
    /// <summary>Every part as it is.</summary>
    public static WorldParts Right { get; } = new();

    /// <summary>The machine that an owner runs.</summary>
    public Func<World, IMachine<Carry>, IMachine<Carry>> Machine { get; init; } = (_, machine) => machine;

    /// <summary>The wire of one owner, with that owner's clock.</summary>
    public Func<World, IWire, Func<Instant>, IWire> Wire { get; init; } = (_, wire, _) => wire;

    /// <summary>The store of one owner.</summary>
    public Func<World, IRowStore<Carry>, IRowStore<Carry>> Store { get; init; } = (_, store) => store;

    /// <summary>The times of the protocol.</summary>
    public Func<RunnerSettings, RunnerSettings> Settings { get; init; } = settings => settings;

    /// <summary>How one owner reads the kill row.</summary>
    public Func<World, Func<RiskMode>, Func<RiskMode>> Mode { get; init; } = (_, mode) => mode;

    /// <summary>Changes what is shared by all owners, before anything happens.</summary>
    public Action<World> Shared { get; init; } = _ => { };
}
