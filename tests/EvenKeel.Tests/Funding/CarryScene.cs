using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Funding;

/// <summary>BTC at 50 000 with nothing held: what a carry's step machines decide on. Each test changes what it is
/// about.</summary>
internal sealed record CarryScene
{
    public static readonly Instant Start = Instant.At(2025, 3, 10, 12);
    private static readonly Deployment s_ours = new(Realm.Test, "scene");

    public ArbPlan Plan { get; init; } = new(
        new("BTCUSDT"),
        new(Market.Spot, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.01m), new(0.00001m), new(0.00001m), new(5m)),
        new(Market.Linear, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.1m), new(0.001m), new(0.001m), new(5m)),
        new(), Ranked: true, new(5_000m),
        new(new(0.001m), new(0.001m), new(0.00055m), new(0.0002m)),
        new(
            [new(new(1_000_000m), new(0.02m), new(0.01m), Amount.Zero)], [new(new(1_000m), new(0.95m))],
            [new(new(1_000_000m), new(0.2m), new(0.04m), Amount.Zero)], new(0.00055m)));

    public Instant Now { get; init; } = Start;

    public decimal Price { get; init; } = 50_000m;

    /// <summary>How old the quotes are; null: there are none.</summary>
    public TimeSpan? QuoteAge { get; init; } = TimeSpan.Zero;

    public decimal Base { get; init; }

    public decimal Perp { get; init; }

    public decimal Debt { get; init; }

    public OrderJournal Journal { get; init; } = OrderJournal.Empty;

    public RiskMode Mode { get; init; } = RiskMode.Normal;

    /// <summary>Settled and predicted, per eight hours.</summary>
    public decimal Rate { get; init; } = 0.0003m;

    public MarketView View
    {
        get
        {
            TopOfBook? quote = QuoteAge is { } age ? new(new(Price - 5m), new(Price + 5m), Now - age) : null;
            Settlement[] settled =
                [.. Enumerable.Range(1, 9)
                    .Select(i => new Settlement(Now - TimeSpan.FromHours(8 * (9 - i)), new(Rate)))];
            var market = new MarketReport(
                Plan.Symbol, quote, quote, new(new(Price), Now), new(new(Rate), Now), TimeSpan.FromHours(8),
                Now + TimeSpan.FromHours(4), [.. settled], new(new(1_000m), new(0.000002m), Now), new(1_000m), Now);
            return new(market, Account, default, Mode, Now);
        }
    }

    public AccountReport Account => new(
        Plan.Symbol, new(Math.Max(0m, Base + Debt)), new(Debt), new(Perp), null, new(1_000_000m), new(1_000_000m),
        Amount.Zero,
        Amount.Zero, new(1_000_000m), Amount.Zero, [], Now);

    public MachineEvent.Seen Seen => new(View);

    public MachineEvent.Agreed Agreed => new(Account);

    public Ledger Ledger => Ledger.Empty(Start) with { Base = new(Base), Perp = new(Perp), Debt = new(Debt) };

    public CarryBook Book(MachineEvent @event) =>
        new(Plan, Ledger, Journal, (@event as MachineEvent.Seen)?.View, Now);

    public CarryScene With(Func<ArbSettings, ArbSettings> change) =>
        this with { Plan = Plan with { Settings = change(Plan.Settings) } };

    public CarryScene After(double seconds) => this with { Now = Now + TimeSpan.FromSeconds(seconds) };

    /// <summary>The scene with one of its orders open.</summary>
    public CarryScene Open(OrderIntent intent) => this with { Journal = Journal.Add(intent) };

    /// <summary>An order as the machine would have written it.</summary>
    public OrderIntent Intent(
        int step, Market market, Side side, decimal quantity, TimeInForce time = TimeInForce.ImmediateOrCancel)
    {
        var draft = new OrderDraft(
            step, market, Plan.Symbol, side, new(quantity), new(Price), time, false, false, new(Price));
        var id = ClientOrderId.Of(s_ours, WorkflowId.Of("scene", 0), step, Journal.Intents.Length);
        return new(id, draft, 0, Now, TimeSpan.FromSeconds(1), true);
    }

    public MachineEvent.Ended Ended(
        int step, IntentStatus status, decimal done = 0m, Market market = Market.Spot, Side side = Side.Buy) =>
        new(Intent(step, market, side, 0.1m) with
        {
            Status = status,
            Done = new(new(done), new(done * Price), Quantity.Zero, Amount.Zero, Amount.Zero),
        });

    public MachineEvent.Denied Denied(int step, Market market = Market.Spot) =>
        new(Intent(step, market, Side.Buy, 0.1m).Draft, "kill switch");
}

/// <summary>What a step wants done, in words that a test can ask for.</summary>
internal static class Steps
{
    public static OrderDraft Order<T>(this Step<T> step) =>
        Assert.IsType<MachineCommand.Place>(Assert.Single(step.Commands)).Draft;

    public static OrderDraft Order<T>(this Step<T> step, Market market) =>
        step.Commands.OfType<MachineCommand.Place>().Single(p => p.Draft.Market == market).Draft;

    public static bool Wants<TCommand>(this Step<SpotPerpEntry> step) => step.Commands.OfType<TCommand>().Any();

    public static bool Wants<TCommand>(this Step<SpotPerpExit> step) => step.Commands.OfType<TCommand>().Any();
}
