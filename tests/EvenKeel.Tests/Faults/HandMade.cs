using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>A history made by hand, of one carry in BTC at 50 000: what a rule of the storm's checker looks
/// at.</summary>
internal sealed class HandMade
{
    public const string Machine = "carry/BTCUSDT";

    public static readonly Instant Start = Instant.At(2025, 3, 10, 12);
    public static readonly Activation First = new(1, 1);
    public static readonly Activation Second = new(2, 1);
    public static readonly Symbol Pair = new("BTCUSDT");

    private readonly Verdict _verdict = new();
    private readonly Journals _journals = new((row, intent) =>
        NewRisk.OfCarry(intent.Draft, row.Ledger, new(0.001m), Rate.Zero));

    private readonly Clocks _clocks = new();
    private readonly Readings _readings = new(m => new(m.Spot?.At, m.Mark));
    private readonly Rule _rule;
    private MachineRow<Carry> _row = MachineRow<Carry>.New(Machine, Carry.New, Start);

    private HandMade(Func<HandMade, Rule> rule) => _rule = rule(this);

    /// <summary>The promises that it breaks, each once.</summary>
    public IEnumerable<string> Broken => _verdict.Violations.Select(v => v.Invariant).Distinct();

    public static HandMade Fresh() => new(h => new FreshRule(h._verdict, new(), h._journals, h._readings, h._clocks));

    public static HandMade Budgets(RiskLimits? limits = null) =>
        new(h => new BudgetRule(h._verdict, limits ?? new(), h._journals, h._readings, h._clocks));

    /// <param name="perMinute">Most orders that raise risk.</param>
    public static HandMade Paces(int perMinute) =>
        new(h => new PaceRule(h._verdict, h._journals, h._clocks, _ => perMinute));

    /// <summary>Of an entry under way.</summary>
    public static HandMade Tries()
    {
        var history = new HandMade(h => new TriesRule(h._verdict, h._journals));
        var order = new EntryOrder(CarryDirection.Positive, new(1m), "it pays", Start);
        var entering = new CarryPhase.Entering(order, new SpotPerpEntry.Validating());
        history._row = history._row with { State = history._row.State with { Phase = entering } };
        return history;
    }

    public static HandMade Attempts() => new(h => new AttemptRule(h._verdict, World.Deployment, h._journals));

    public static HandMade Kills() => new(h => new KillRule(h._verdict, h._journals, h._clocks));

    public static Instant At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    /// <summary>A purchase on spot that raises risk.</summary>
    public static OrderIntent Intent(
        double at = 0, int step = 0, int attempt = 0, decimal quantity = 0.1m, decimal limit = 50_000m,
        IntentStatus status = IntentStatus.Intended, int epoch = 1)
    {
        var draft = new OrderDraft(
            step, Market.Spot, Pair, Side.Buy, new(quantity), new Price(limit), TimeInForce.ImmediateOrCancel,
            ReduceOnly: false, OnMargin: false, new(50_000m));
        var id = ClientOrderId.Of(World.Deployment, WorkflowId.Of(Machine, epoch), step, attempt);
        return new(id, draft, attempt, At(at), TimeSpan.FromSeconds(1), true, status);
    }

    public HandMade See(Happening happening)
    {
        _journals.See(happening);
        _readings.See(happening);
        _clocks.See(happening);
        _rule.See(happening);
        return this;
    }

    /// <summary>A row with these orders in it.</summary>
    public HandMade Stores(double at, Activation by, params OrderIntent[] intents)
    {
        var entry = OutboxEntry.Of(Machine, _row.Version + 1, At(at), "by hand", _row.LastHash, []);
        _row = _row with
        {
            Version = entry.Version,
            Journal = new([.. intents], 0),
            Outbox = [entry],
            LastHash = entry.Hash,
        };
        return See(new Happening.Stored(At(at), _row, by));
    }

    public HandMade Holds(decimal spot)
    {
        _row = _row with { Ledger = _row.Ledger with { Base = new(spot) } };
        return this;
    }

    public HandMade Sends(double at, Activation by, OrderIntent intent) =>
        See(new Happening.Sent(At(at), new VenueRequest.PlaceOrder(new(intent)), by));

    public HandMade TakesIn(double at, OrderIntent intent) => See(new Happening.Answered(
        At(at), new VenueRequest.PlaceOrder(new(intent)), new VenueReply.Accepted("v1")));

    /// <summary>Somebody reads the market: quotes and mark are of that time.</summary>
    public HandMade ReadsMarket(double at, Activation by, double of, decimal mark = 50_000m)
    {
        var quote = new TopOfBook(new(mark - 1m), new(mark + 1m), At(of));
        return See(new Happening.Heard(
            At(at), new VenueRequest.ReadMarket(Pair),
            new VenueReply.MarketRead(new(
                Pair, quote, quote, new(new(mark), At(of)), null, null, null, [], null, null, At(of))),
            by));
    }

    public HandMade ReadsAccount(double at, Activation by, double of) => See(new Happening.Heard(
        At(at), new VenueRequest.ReadAccount(Pair, new("BTC")),
        new VenueReply.AccountRead(new(
            Pair, default, default, default, null, new(100_000m), null, null, null, default, default, [], At(of))),
        by));

    public HandMade Looks(double at, Activation by) => ReadsMarket(at, by, at).ReadsAccount(at, by, at);
}
