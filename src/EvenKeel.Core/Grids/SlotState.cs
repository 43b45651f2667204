using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;

namespace EvenKeel.Grids;

/// <summary>Whether a slot has an order.</summary>
public enum SlotStatus
{
    /// <summary>It has none.</summary>
    Free,

    /// <summary>It has one that is written down; whether the venue has it is not known yet.</summary>
    Pending,

    /// <summary>It has one that the venue has.</summary>
    Locked,
}

/// <summary>A slot as it stands now: what is stored, with what its open order has traded so far.</summary>
/// <param name="Slot">What it holds, at what cost, and where that is closed.</param>
/// <param name="Order">Its open order; null: it has none.</param>
public readonly record struct SlotState(Slot Slot, OrderIntent? Order) : ISlotted
{
    public SlotKey Key => Slot.Key;

    /// <summary>Signed. [base]</summary>
    public Quantity Held => Slot.Held;

    /// <summary>Of what is held, signed alike. [quote]</summary>
    public Amount Cost => Slot.Cost;

    /// <summary>Where it is closed. [quote/base]</summary>
    public Price Exit => Slot.Exit;

    /// <summary>What its order is to it.</summary>
    public SlotStatus Status => Order is null ? SlotStatus.Free
        : Order.Status == IntentStatus.Intended ? SlotStatus.Pending
        : SlotStatus.Locked;

    /// <summary>The side that closes what is held; only while something is.</summary>
    public Side Closing => Held.Sign > 0 ? Side.Sell : Side.Buy;

    /// <summary>What can be closed: what is held, down to the lot; zero if that is less than can be traded. The rest is
    /// dust and joins the next close. [base]</summary>
    public Quantity Closable(Instrument on) => Slot.Closable(on);

    /// <summary>What a closing order that rests has yet to close; zero: there is none, or it would close more than is
    /// held. [base]</summary>
    public Quantity BeingClosed => Order is { } order && !IsOpening && order.Draft.Side == Closing
        && order.Rest is var rest && rest <= Held.Abs()
            ? rest
            : Quantity.Zero;

    /// <summary>Whether its open order was written to add to what it holds: only such an order never takes.</summary>
    public bool IsOpening => Order is { Draft.TimeInForce: TimeInForce.PostOnly };
}
