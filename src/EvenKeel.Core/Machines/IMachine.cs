using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Machines;

/// <summary>A pure machine: equal inputs give equal steps. The <see cref="DurableRunner{TState}"/> makes it
/// durable.</summary>
public interface IMachine<TState>
{
    /// <summary>The pair that it owns.</summary>
    Symbol Symbol { get; }

    /// <summary>The rules of one of its markets.</summary>
    Instrument On(Market market);

    /// <summary>Whether its next look needs the account too: a risk-increasing decision does.</summary>
    bool NeedsAccount(MachineRow<TState> row);

    /// <summary>Whether interest on borrowed coin is part of its work; where it is not, such interest is something from
    /// outside.</summary>
    bool Borrows => true;

    /// <summary>What it decides on one event; a pair of state and event that cannot happen throws.</summary>
    /// <param name="now">Venue time.</param>
    Step<TState> Decide(MachineRow<TState> row, MachineEvent @event, Instant now);

    /// <summary>The one door: what the gate says of an intent.</summary>
    RiskVerdict Check(MachineRow<TState> row, OrderIntent intent, MarketView? view, Instant now);

    /// <summary>Whether an order would raise its leg's position and is no hedge.</summary>
    bool IsRiskIncreasing(MachineRow<TState> row, OrderDraft draft);
}
