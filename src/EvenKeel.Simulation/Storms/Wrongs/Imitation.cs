using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>A machine that decides as another does, but for one thing.</summary>
internal abstract class Imitation<TState>(IMachine<TState> right) : IMachine<TState>
{
    public Symbol Symbol => right.Symbol;

    public Instrument On(Market market) => right.On(market);

    public bool Borrows => right.Borrows;

    public bool NeedsAccount(MachineRow<TState> row) => right.NeedsAccount(row);

    public abstract Step<TState> Decide(MachineRow<TState> row, MachineEvent @event, Instant now);

    public virtual RiskVerdict Check(MachineRow<TState> row, OrderIntent intent, MarketView? view, Instant now) =>
        right.Check(row, intent, view, now);

    public virtual bool IsRiskIncreasing(MachineRow<TState> row, OrderDraft draft) =>
        right.IsRiskIncreasing(row, draft);
}
