using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Machines;

/// <summary>What a machine can want done, in the imperative.</summary>
public abstract record MachineCommand
{
    private MachineCommand()
    {
    }

    /// <summary>Write an intent down, then send it once. Its slot, or its leg where it has none, must have no open
    /// intent.</summary>
    public sealed record Place(OrderDraft Draft) : MachineCommand
    {
        public override string ToString() =>
            $"{Draft.Side} {Draft.Quantity} {Draft.Market} " +
            $"at {Draft.Limit?.ToString() ?? "market"} {Draft.TimeInForce}";
    }

    /// <summary>Cancel one of our open orders; may be repeated.</summary>
    public sealed record Cancel(ClientOrderId Order) : MachineCommand
    {
        public override string ToString() => $"cancel {Order}";
    }

    /// <summary>Give back borrowed base coin, at most this much; may be repeated. [base]</summary>
    public sealed record Repay(Quantity Amount) : MachineCommand
    {
        public override string ToString() => $"repay {Amount}";
    }

    /// <summary>Read the venue's flows, position and balance, and compare them with the ledger.</summary>
    public sealed record Compare : MachineCommand
    {
        public override string ToString() => "compare";
    }

    /// <summary>Tell a person. It stops nothing by itself.</summary>
    public sealed record Alarm(string Text) : MachineCommand
    {
        public override string ToString() => $"alarm: {Text}";
    }

    /// <summary>No order of a ladder before this one will be named again: its count is dropped.</summary>
    public sealed record Retire(int Below) : MachineCommand
    {
        public override string ToString() => $"retire ladders before {Below}";
    }

    /// <summary>At rest: the next order belongs to a new workflow, whose steps and attempts start at zero.</summary>
    public sealed record NextEpoch : MachineCommand
    {
        public override string ToString() => "next epoch";
    }
}
