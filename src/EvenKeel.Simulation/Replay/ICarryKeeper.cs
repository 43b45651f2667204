using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Replay;

/// <summary>Keeps the carry of one pair in a replay: by itself, or as the service does, in a grain.</summary>
public interface ICarryKeeper
{
    /// <summary>As it is stored.</summary>
    MachineRow<Carry> Row { get; }

    void Start();

    /// <summary>The bars of both legs have closed, at these prices.</summary>
    void Closed(Price spot, Price perp, Instant now);

    /// <summary>A settlement is over.</summary>
    void Settled();

    /// <summary>Compares venue and ledger now.</summary>
    void Reconcile();

    /// <summary>Asked from outside to close the position.</summary>
    void Leave(string because);

    /// <summary>The venue pushed something about an order.</summary>
    void Nudge(ClientOrderId order);
}
