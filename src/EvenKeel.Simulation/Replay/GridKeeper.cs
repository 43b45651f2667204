using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Replay;

/// <summary>Keeps a grid as its grain would, over a store that loses nothing. Every bar that closes is looked at, by
/// the grid itself where that can change something.</summary>
internal sealed class GridKeeper
{
    // Every push arrives here: what rests need not be asked after.
    private static readonly RunnerSettings s_protocol =
        RunnerSettings.Of(new(Realm.Test, "backtest")) with { PollSlot = TimeSpan.FromDays(3650) };

    private readonly Func<GridPlan> _planNow;
    private readonly GridMachine _machine;
    private readonly Owner<Grid> _owner;
    private readonly RangeWatch _range;
    private readonly IdleLook? _idle;

    /// <param name="idle">Null: the grid takes every look itself.</param>
    public GridKeeper(
        string machine, Func<GridPlan> planNow, Timeline time, IWire wire, PlainRowStore<Grid> store,
        Action<string> alarmed, IdleLook? idle)
    {
        _idle = idle;
        (_planNow, _machine) = (planNow, new(planNow(), s_protocol.RecvWindow));
        _owner = new(machine, Grid.New, _machine, s_protocol, time, wire, store) { Alarmed = alarmed };
        _range = new(_machine.Plan.Settings.RangeBar, _machine.Plan.Settings.RangeBars);
    }

    public MachineRow<Grid> Row => _owner.Runner!.Row;

    public void Start() => _owner.Start();

    /// <summary>A bar of its market has closed.</summary>
    public void Closed(in Candle candle)
    {
        _range.Observe(candle);
        Look(_idle);
    }

    /// <summary>Something moved the account without an order: it is booked, and looked at.</summary>
    public void Settled()
    {
        _owner.Runner!.Reconcile();
        Look();
    }

    /// <summary>Compares venue and ledger now.</summary>
    public void Reconcile()
    {
        _owner.Runner!.Reconcile();
        _owner.Pump();
    }

    /// <summary>The venue pushed something about an order.</summary>
    public void Nudge(ClientOrderId order) => _owner.Nudge(order);

    private void Look(IdleLook? idle = null)
    {
        _machine.Plan = _planNow();
        _owner.Runner!.Range = _range.Average;
        if (idle?.Took(_owner, _machine) != true)
        {
            _owner.Runner!.Wake();
        }

        _owner.Pump();
    }
}
