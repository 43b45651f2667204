using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>Something that store, wire, venue or owner did, as an onlooker saw it: never what a machine thinks of
/// itself.</summary>
public abstract record Happening(Instant At)
{
    /// <summary>A row was stored.</summary>
    /// <param name="By">Who wrote it.</param>
    public sealed record Stored(Instant At, IMachineRow Row, Activation By) : Happening(At)
    {
        public override string ToString() => $"{At} {By} stored {Row.Version}: {Row.Outbox[^1].Record}";
    }

    /// <summary>Audit records were appended.</summary>
    public sealed record Appended(Instant At, OutboxEntry Entry) : Happening(At)
    {
        public override string ToString() => $"{At} appended {Entry.Version}";
    }

    /// <summary>The owner sent a request.</summary>
    public sealed record Sent(Instant At, VenueRequest Request, Activation By) : Happening(At)
    {
        public override string ToString() => $"{At} {By} sent {Named(Request)}";
    }

    /// <summary>The owner sends so many orders or cancels by one request; each of them follows.</summary>
    public sealed record Batched(Instant At, int Count) : Happening(At)
    {
        public override string ToString() => $"{At} sends {Count} in one request";
    }

    /// <summary>A request reached the venue, and this is what it said.</summary>
    public sealed record Answered(Instant At, VenueRequest Request, VenueReply Reply) : Happening(At)
    {
        public override string ToString() => $"{At} venue on {Named(Request)}: {Reply.GetType().Name}";
    }

    /// <summary>What a sender took for the answer.</summary>
    public sealed record Heard(Instant At, VenueRequest Request, VenueReply Reply, Activation By) : Happening(At)
    {
        public override string ToString() => $"{At} {By} heard on {Named(Request)}: {Reply.GetType().Name}";
    }

    /// <summary>The venue filled a part of an order.</summary>
    public sealed record Filled(Instant At, Fill Fill) : Happening(At)
    {
        public override string ToString() => $"{At} filled {Fill.Market} {Fill.Side} {Fill.Quantity} at {Fill.Price}";
    }

    /// <summary>A person was told.</summary>
    public sealed record Alarmed(Instant At, string Text) : Happening(At)
    {
        public override string ToString() => $"{At} alarm: {Text}";
    }

    /// <summary>The owner died at a boundary.</summary>
    public sealed record Crashed(Instant At, string Where) : Happening(At)
    {
        public override string ToString() => $"{At} crashed {Where}";
    }

    /// <summary>An owner has read the row and goes on from it.</summary>
    public sealed record Began(Instant At, IMachineRow Row, Activation By) : Happening(At)
    {
        public override string ToString() => $"{At} {By} begins at {Row.Version}";
    }

    /// <summary>A write was not done, or its owner was told so.</summary>
    public sealed record Unstored(Instant At, string Because) : Happening(At)
    {
        public override string ToString() => $"{At} write failed: {Because}";
    }

    /// <summary>A fault struck, and how long what it hit may take longer for it.</summary>
    /// <param name="Loses">Whether an order may be lost with what it hit.</param>
    /// <param name="Looks">Whether what it hit may be a look of a proof.</param>
    public sealed record Struck(Instant At, Fault Fault, TimeSpan Costs, bool Loses = true, bool Looks = false)
        : Happening(At)
    {
        /// <summary>What the proof costs that a request never came: with the 3 s of a hedge that nothing hits, no more
        /// than a lost request may expose for.</summary>
        public static readonly TimeSpan Proof = TimeSpan.FromSeconds(6.5);

        /// <summary>Whether what became of an order has to be proven now, by its sender or by the next owner.</summary>
        public bool IsProven => Loses && Fault is Fault.RequestLost or Fault.RequestLate or Fault.RequestPastLease
            or Fault.ServerError or Fault.WriteLost or Fault.WriteUnheard or Fault.Crash or Fault.SecondOwner
            or Fault.Zombie or Fault.Drain;

        public override string ToString() => $"{At} {Fault} strikes";
    }

    /// <summary>An owner's clock is off from now on.</summary>
    /// <param name="Owner">Which owner's, counted from one.</param>
    /// <param name="Off">By how much, either way.</param>
    /// <param name="Span">For how long.</param>
    public sealed record Skewed(Instant At, int Owner, TimeSpan Off, TimeSpan Span) : Happening(At)
    {
        public override string ToString() => $"{At} the clock of {Owner} is off by {Off} for {Span}";
    }

    /// <summary>A leg was moved without an order of ours.</summary>
    /// <param name="Moved">Signed change of that leg. [base]</param>
    public sealed record MovedOutside(Instant At, Market Market, Quantity Moved) : Happening(At)
    {
        public override string ToString() => $"{At} {Market} moved by {Moved} from outside";
    }

    /// <summary>The venue trades in other steps.</summary>
    /// <param name="Residue">The least that both legs can trade from now on. [base]</param>
    public sealed record RulesChanged(Instant At, Quantity Residue) : Happening(At)
    {
        public override string ToString() => $"{At} the least trade is {Residue} now";
    }

    /// <summary>The kill switch is on, durably.</summary>
    public sealed record Killed(Instant At) : Happening(At)
    {
        public override string ToString() => $"{At} the kill switch is on";
    }

    /// <summary>Something that the protocol takes for impossible: what follows from it is booked and told, and holds
    /// nothing that it breaks.</summary>
    public sealed record BeyondPromise(Instant At, ClientOrderId Order, string What) : Happening(At)
    {
        public override string ToString() => $"{At} beyond what is promised of {Order}: {What}";
    }

    /// <summary>The faults are over.</summary>
    public sealed record Calmed(Instant At) : Happening(At)
    {
        public override string ToString() => $"{At} the faults are over";
    }

    /// <summary>Nothing more is looked at.</summary>
    public sealed record Over(Instant At) : Happening(At)
    {
        public override string ToString() => $"{At} over";
    }

    private static string Named(VenueRequest request) => request switch
    {
        VenueRequest.PlaceOrder { Order.Item: var i } => $"{i.Draft.Market} {i.Draft.Side} {i.Draft.Quantity} {i.Id}",
        VenueRequest.CancelOrder c => $"cancel {c.Order}",
        VenueRequest.FindOrder f => $"find {f.Order}",
        _ => request.GetType().Name,
    };
}
