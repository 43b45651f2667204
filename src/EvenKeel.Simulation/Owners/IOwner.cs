using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Owners;

/// <summary>Who owns one machine in virtual time, whatever machine it is.</summary>
public interface IOwner
{
    /// <summary>How far its idea of venue time is off.</summary>
    TimeSpan Skew { get; set; }

    /// <summary>Whether it reads the row again after it had to stop; one that has been replaced does not.</summary>
    bool ComesBack { get; set; }

    /// <summary>Whether it does nothing now, and goes on later as if no time had passed.</summary>
    bool Sleeps { get; }

    /// <summary>The version that it goes on from; null while it is dead.</summary>
    long? Version { get; }

    /// <summary>Reads the row and starts to own it.</summary>
    void Start();

    /// <summary>Forgets all that is not stored; answers that are on their way come to nobody.</summary>
    void Die();

    /// <summary>Does nothing for a while: what comes waits, and so does what it was about to do.</summary>
    void Sleep(TimeSpan span);

    /// <summary>Starts nothing new, waits for what is on its way, and dies.</summary>
    void Drain(Action drained);

    /// <summary>The venue pushed something about an order.</summary>
    /// <param name="traded">All that it has traded; zero: the push does not say. [base]</param>
    void Nudge(ClientOrderId order, Quantity traded = default);

    /// <summary>The market's stream told something: looks.</summary>
    void Wake();

    /// <summary>The reminder: looks, and compares venue and ledger.</summary>
    void Tick();

    /// <summary>Something from outside, such as an operator's wish.</summary>
    void Tell(MachineEvent @event);
}
