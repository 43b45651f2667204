using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Replay;

/// <summary>Keeps a carry as its grain would, over a store that loses nothing. It looks only when that can change a
/// decision.</summary>
internal sealed class CarryKeeper : ICarryKeeper
{
    private readonly CarrySeat _seat;
    private readonly CarryMachine _machine;
    private readonly Owner<Carry> _owner;
    private readonly CarryWatch _watch;

    public CarryKeeper(CarrySeat seat)
    {
        (_seat, _machine) = (seat, new(seat.PlanNow(), seat.Limits));
        var store = new PlainRowStore<Carry>(seat.Appended) { Written = seat.Written };
        _owner = new(seat.Machine, Carry.New, _machine, seat.Protocol, seat.Time, seat.Wire, store)
        {
            Alarmed = seat.Alarmed,
        };
        _watch = new(_machine);
    }

    public MachineRow<Carry> Row => _owner.Runner!.Row;

    public void Start() => _owner.Start();

    public void Closed(Price spot, Price perp, Instant now)
    {
        var mark = _seat.Venue.MarkOf(_seat.Symbol);
        if (_watch.Wakes(spot, perp, mark, _owner.Runner!.View, Row, now) || !_seat.Plan.SkipIdle)
        {
            Look();
        }
    }

    public void Settled()
    {
        _owner.Runner!.Reconcile();
        Look();
    }

    public void Reconcile()
    {
        _owner.Runner!.Reconcile();
        _owner.Pump();
    }

    public void Leave(string because)
    {
        _machine.Plan = _seat.PlanNow();
        _owner.Runner!.Tell(new MachineEvent.LeaveAsked(because, Emergency: false), _seat.Time.Now);
        _owner.Pump();
    }

    public void Nudge(ClientOrderId order) => _owner.Nudge(order);

    private void Look()
    {
        var runner = _owner.Runner!;
        _machine.Plan = _seat.PlanNow();
        runner.Basis = _watch.Basis;
        runner.Wake();
        _owner.Pump();
    }
}
