using System.Collections.Immutable;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms.Wrongs;

/// <summary>What each wrong protocol puts in place of the right one. They live in the simulation alone.</summary>
public static class WrongParts
{
    private static readonly TimeSpan s_later = TimeSpan.FromMilliseconds(150);

    public static WorldParts<Carry> Of(Wrong wrong) => wrong switch
    {
        Wrong.NoWriteBeforeSend => new() { Store = (world, store) => new LateStore(world.Time, store, s_later) },
        Wrong.TrustsFailedWrite => new() { Store = (_, store) => new TrustingStore(store) },
        // The next attempt has a number that was used.
        Wrong.IdThatWraps => new()
        {
            Store = (_, store) => new ForgetfulStore<Carry>(
                store, row => row with { Attempts = ImmutableSortedDictionary<int, int>.Empty }),
        },
        Wrong.KillNotDurable => new()
        {
            Store = (world, store) => new ForgetfulStore<Carry>(store, row =>
            {
                world.Mode = RiskMode.Normal;
                return row;
            }),
        },
        Wrong.NoEtag => new() { Shared = world => world.Store.Fences = _ => false },
        Wrong.UnfencedFirstWrite => new() { Shared = world => world.Store.Fences = version => version > 1 },
        Wrong.SignsWhenSending => new() { Shared = world => world.Wire.Signed = request => SignNow(world, request) },
        Wrong.NoVisibilityWait => new() { Settings = settings => settings with { Visibility = TimeSpan.Zero } },
        Wrong.HedgesTheRequested => new() { Machine = (_, machine) => new RequestedHedge(machine) },
        Wrong.CallsNewRiskHedge => new() { Machine = (_, machine) => new BlindGate(machine) },
        Wrong.HedgesLate => new() { Machine = (_, machine) => new LateHedge(machine) },
        Wrong.NoHedgeLoop => new() { Machine = (_, machine) => new SingleHedge(machine) },
        Wrong.ConfigurationNotPinned => new()
        {
            Machine = (_, machine) => new UnpinnedMachine((CarryMachine)machine),
        },
        Wrong.BlindRetry => new() { Wire = (_, wire, _) => new BlindWire(wire) },
        Wrong.ThreeNotFoundAreDead => new() { Wire = (_, wire, _) => new HastyWire(wire) },
        Wrong.LocalClock => new() { Wire = (_, wire, now) => new LocalWire(wire, now) },
        Wrong.StaleSnapshot => new() { Wire = (_, wire, now) => new StaleWire(wire, now) },
        Wrong.CancelAnswerIsCancelled => new() { Wire = (_, wire, _) => new RashWire(wire) },
        _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
    };

    /// <summary>The same order with the timestamp of this moment. The gate is asked about it as about a close: the
    /// owner's gate has passed the order itself.</summary>
    private static VenueRequest SignNow(World world, VenueRequest request)
    {
        if (request is not VenueRequest.PlaceOrder { Order.Item: var intent })
        {
            return request;
        }

        var draft = intent.Draft;
        var closed = draft.Quantity * -draft.Side.Sign();
        var legs = draft.Market == Market.Spot ? new Legs(closed, Quantity.Zero) : new Legs(Quantity.Zero, closed);
        var context = new RiskContext(
            world.Venue.InstrumentOf(draft.Market, draft.Symbol), legs, null, null, null, Rate.Zero, RiskMode.Normal,
            world.Limits, 0, 0, OrderJournal.Empty, world.Time.Now);
        return RiskGate.Check(intent with { Timestamp = world.Time.Now }, context) is RiskVerdict.Passed passed
            ? new VenueRequest.PlaceOrder(passed.Order)
            : request;
    }
}
