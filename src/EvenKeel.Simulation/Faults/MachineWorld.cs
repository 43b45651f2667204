using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>A world with the real machine and runner of one kind in it.</summary>
public abstract class MachineWorld<TState> : World
{
    private readonly WorldParts<TState> _parts;
    private readonly MachineRow<TState> _new;
    private IMachine<TState>? _machine;

    private protected MachineWorld(WorldPlan plan, string kind, TState initial, WorldParts<TState> parts)
        : base(plan, kind)
    {
        (_parts, _new) = (parts, MachineRow<TState>.New(Machine, initial, plan.Start));
        Store = new(Time, Chance.Of(plan.Seed, "store"), plan.StoreTakes, History);
    }

    public override FaultyRowStore<TState> Store { get; }

    public override MachineRow<TState> Row => Store.Seen(Machine) ?? _new;

    /// <summary>The times of the protocol.</summary>
    private protected static RunnerSettings Protocol { get; } = RunnerSettings.Of(Deployment);

    /// <summary>Gives it its machine, and the machine an owner.</summary>
    private protected void Settle(IMachine<TState> machine)
    {
        _machine = machine;
        _parts.Shared(this);
        AppointFirst();
    }

    private protected override Owner<TState> Appoint()
    {
        Owner<TState>? owner = null;
        var life = new Activation(Owners.Count + 1, 0);
        owner = new(
            Machine, _new.State, _parts.Machine(this, _machine!), _parts.Settings(Protocol), Time,
            _parts.Wire(this, new OwnWire(Wire, () => life), () => owner!.Now),
            _parts.Store(this, new OwnRowStore<TState>(Store, () => life)))
        {
            Mode = () => Mode,
            Crossing = (need, boundary) => Crossed(new(need, boundary)),
            Alarmed = Alarm,
            Began = row =>
            {
                life = life with { Life = life.Life + 1 };
                History.Add(new Happening.Began(Time.Now, row, life));
            },
        };
        return owner;
    }
}
