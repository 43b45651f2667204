using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>Reads a recorded history and says which invariants it breaks. It sees what was stored, sent, accepted and
/// filled, and nothing else.</summary>
public sealed class Checker(History history)
{
    private readonly List<Violation> _violations = [];

    /// <summary>Of the whole history, without the end state.</summary>
    public IReadOnlyList<Violation> Check()
    {
        _violations.Clear();
        CheckOrders();
        CheckRows();
        CheckAudit();
        return _violations;
    }

    /// <summary>Of a world at rest as well: what is booked is what the venue holds, and worth what the venue
    /// says.</summary>
    public IReadOnlyList<Violation> CheckAtRest(World world)
    {
        Check();
        var (row, (coin, position)) = (world.Row, world.Held);
        Expect("I6", position == row.Ledger.Perp, $"position {position}, ledger {row.Ledger.Perp}");
        var ours = coin - row.Baseline!.Coins;
        Expect("I6", ours == row.Ledger.Base, $"coins {ours}, ledger {row.Ledger.Base}");
        Expect("I9", !row.Journal.Open.Any(), "at rest with an open order");
        Expect("I9", row.Ledger.Exposure.Abs() < world.Residue, $"at rest, exposed by {row.Ledger.Exposure}");
        var flat = row.State.Phase is CarryPhase.Flat;
        Expect("I9", !flat || row.Ledger.Debt < world.Residue, $"flat, owing {row.Ledger.Debt}");
        Expect("I16", world.IdentityError == Amount.Zero, $"identity error {world.IdentityError}");
        return _violations;
    }

    private void CheckOrders()
    {
        var written = new Dictionary<ClientOrderId, OrderIntent>();
        var (sent, accepted) = (new HashSet<ClientOrderId>(), new HashSet<ClientOrderId>());
        var never = new HashSet<ClientOrderId>();
        foreach (var happening in history.All)
        {
            switch (happening)
            {
                case Happening.Stored { Row.Journal.Intents: var intents }:
                    foreach (var intent in intents)
                    {
                        written.TryAdd(intent.Id, intent);
                        never.UnionWith(IsNever(intent.Status) ? [intent.Id] : []);
                    }

                    break;
                case Happening.Sent { Request: VenueRequest.PlaceOrder { Order.Item: var intent } }:
                    Expect("I1", IsAsWritten(written, intent), $"{intent.Id} was sent and not written like that");
                    Expect("I2", sent.Add(intent.Id), $"{intent.Id} was sent twice");
                    break;
                case Happening.Answered
                {
                    Request: VenueRequest.PlaceOrder { Order.Item: var intent }, Reply: VenueReply.Accepted,
                } a:
                    Expect("I2", accepted.Add(intent.Id), $"{intent.Id} was accepted twice");
                    Expect("I4", a.At <= intent.NotAfter, $"{intent.Id} was accepted at {a.At}");
                    Expect("I4", !never.Contains(intent.Id), $"{intent.Id} was accepted after it was given up");
                    break;
                case Happening.Filled { Fill: var fill }:
                    Expect("I4", !never.Contains(fill.Order), $"{fill.Order} was filled after it was given up");
                    break;
                default:
                    break;
            }
        }
    }

    private void CheckRows()
    {
        MachineRow<Carry>? before = null;
        foreach (var (_, row) in history.Of<Happening.Stored>())
        {
            Expect("I11", row.Version == (before?.Version ?? 0) + 1, $"version {row.Version} after {before?.Version}");
            foreach (var market in new[] { Market.Spot, Market.Linear })
            {
                var open = row.Journal.Intents.Count(i => i.IsOpen && i.Draft.Market == market);
                Expect("I3", open <= 1, $"{open} open intents on {market} in version {row.Version}");
            }

            foreach (var earlier in before?.Journal.Intents ?? [])
            {
                if (row.Journal.Find(earlier.Id) is { } later)
                {
                    CheckIntent(earlier, later);
                }
            }

            before = row;
        }
    }

    private void CheckIntent(OrderIntent earlier, OrderIntent later)
    {
        Expect("I10", later.Done.Quantity >= earlier.Done.Quantity, $"{later.Id} has traded less than before");
        Expect("I10", earlier.IsOpen || later.Status == earlier.Status, $"{later.Id} was {earlier.Status} already");
        Expect("I17", later.Draft == earlier.Draft && later.Timestamp == earlier.Timestamp, $"{later.Id} was changed");
    }

    private void CheckAudit()
    {
        var (previous, version) = (string.Empty, 0L);
        var machine = history.Of<Happening.Stored>().FirstOrDefault()?.Row.Machine ?? string.Empty;
        foreach (var (_, entry) in history.Of<Happening.Appended>())
        {
            Expect("I19", entry.Version == version + 1, $"record {entry.Version} after {version}");
            Expect("I19", entry.Follows(machine, previous), $"record {entry.Version} breaks the chain");
            (previous, version) = (entry.Hash, entry.Version);
        }
    }

    private static bool IsNever(IntentStatus status) => status is IntentStatus.NeverArrived or IntentStatus.NeverSent;

    private static bool IsAsWritten(Dictionary<ClientOrderId, OrderIntent> written, OrderIntent sent) =>
        written.TryGetValue(sent.Id, out var intent) && intent.Draft == sent.Draft && intent.Timestamp == sent.Timestamp
        && intent.RecvWindow == sent.RecvWindow;

    private void Expect(string invariant, bool holds, string what)
    {
        if (!holds)
        {
            _violations.Add(new(invariant, what));
        }
    }
}
