using System.Collections.Immutable;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

/// <summary>What a machine can be told, in the past tense. Ledger and journal are up to date when it hears of
/// it.</summary>
public abstract record MachineEvent
{
    private MachineEvent()
    {
    }

    /// <summary>The market was looked at. A view may lack inputs, each says how old it is.</summary>
    public sealed record Seen(MarketView View) : MachineEvent
    {
        public override string ToString() => "seen";
    }

    /// <summary>An order has traded and is still open.</summary>
    public sealed record Moved(OrderIntent Intent) : MachineEvent
    {
        public override string ToString() => $"{Intent.Draft.Market} {Intent.Draft.Side} traded {Intent.Done.Quantity}";
    }

    /// <summary>An order became terminal; what it has traded is booked.</summary>
    public sealed record Ended(OrderIntent Intent) : MachineEvent
    {
        public override string ToString() =>
            $"{Intent.Draft.Market} {Intent.Draft.Side} {Intent.Draft.Quantity} " +
            $"{Intent.Status} {Intent.Done.Quantity}" +
            (Intent.RefusedBecause is { } why ? $" ({why})" : string.Empty);
    }

    /// <summary>The gate let an order not pass; nothing was written or sent.</summary>
    public sealed record Denied(OrderDraft Draft, string Because) : MachineEvent
    {
        public override string ToString() => $"{Draft.Market} {Draft.Side} denied: {Because}";
    }

    /// <summary>Venue and ledger were compared and agree, after the flows were booked.</summary>
    public sealed record Agreed(AccountReport Account) : MachineEvent
    {
        public override string ToString() => "agreed";
    }

    /// <summary>Something outside moved a leg (ADL, liquidation, a person, an overfill): it is booked, with its
    /// evidence.</summary>
    public sealed record Disturbed(string Evidence, ImmutableArray<VenueFlow> Flows) : MachineEvent
    {
        public override string ToString() => $"disturbed: {Evidence}";
    }

    /// <summary>An operator, or the portfolio, wants the position closed.</summary>
    public sealed record LeaveAsked(string Because, bool Emergency) : MachineEvent
    {
        public override string ToString() => $"asked to leave: {Because}";
    }
}
