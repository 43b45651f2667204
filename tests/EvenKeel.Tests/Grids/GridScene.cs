using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Grids;

/// <summary>A coin at 100 and a ladder with a rung at every whole price, three on each side, a hundred a rung. Each
/// test changes what it is about.</summary>
internal sealed record GridScene
{
    public static readonly Instant Start = Instant.At(2025, 3, 10, 12);
    private static readonly Deployment s_ours = new(Realm.Test, "scene");

    public static readonly Instrument Linear = new(
        Market.Linear, new("ABCUSDT"), new("ABC"), new("USDT"), new(0.01m), new(0.01m), new(0.01m), new(5m));

    public static readonly Instrument Spot = Linear with { Market = Market.Spot };

    public GridPlan Plan { get; init; } = new(
        Linear,
        new() { Step = new(1m), LevelsBelow = 3, LevelsAbove = 3, QuotePerLevel = new(100m) },
        Maker: new(0.001m), Taker: new(0.002m), new() { OrdersPerSecondMax = 100, OpenOrdersMax = 1_000 });

    public Ladder Ladder { get; init; } = new(1, new(100m), new(1m));

    public decimal Price { get; init; } = 100m;

    public decimal? Range { get; init; }

    public TimeSpan QuoteAge { get; init; } = TimeSpan.Zero;

    public ImmutableArray<Slot> Slots { get; init; } = [];

    public OrderJournal Journal { get; init; } = OrderJournal.Empty;

    public RiskMode Mode { get; init; } = RiskMode.Normal;

    public Amount Cash { get; init; }

    public string? Leaving { get; init; }

    public string? Halted { get; init; }

    public bool Opens { get; init; } = true;

    public Instant Now { get; init; } = Start;

    public SlotBook SlotBook => SlotBook.Of(Slots, Journal);

    public Ledger Ledger => Plan.Market == Market.Spot
        ? Ledger.Empty(Start) with { Base = SlotBook.Held, Cash = Cash }
        : Ledger.Empty(Start) with { Perp = SlotBook.Held, Cash = Cash };

    /// <summary>The ledger of a grid that has paid just what its slots cost.</summary>
    public Ledger Paid => Ledger with { Cash = SlotBook.Matched - SlotBook.Cost };

    public MarketView View => ViewAt(Plan.Symbol, Price, Now, Mode, Range, QuoteAge);

    public GridBook Book => new(Ladder, SlotBook, Ledger, Leaving, Halted, Opens);

    public TargetState Target => GridStrategy.Instance.Target(Plan, Book, View);

    public IEnumerable<Difference> Moves => Diff.Between(Book.Current, Target);

    /// <summary>The orders wanted, nearest first as they stand: "Buy 1.01 at 99".</summary>
    public IEnumerable<string> Wanted => Target.Orders.Select(o => $"{o.Side} {o.Quantity} at {o.Price}");

    public static MarketView ViewAt(
        Symbol symbol, decimal price, Instant now, RiskMode mode, decimal? range = null, TimeSpan quoteAge = default)
    {
        var quote = new TopOfBook(new(price - 0.01m), new(price + 0.01m), now - quoteAge);
        var market = new MarketReport(
            symbol, quote, quote, new(new(price), now), null, null, null, [], null, null, now);
        var account = new AccountReport(
            symbol, Quantity.Zero, Quantity.Zero, Quantity.Zero, null, new(100_000m), new(100_000m), Amount.Zero,
            Amount.Zero, new(100_000m), Amount.Zero, [], now);
        return new(market, account, default, mode, now, range is { } moves ? new Price(moves) : null);
    }

    public GridScene With(Func<GridSettings, GridSettings> change) =>
        this with { Plan = Plan with { Settings = change(Plan.Settings) } };

    public GridScene OnSpot() => this with { Plan = Plan with { On = Spot } };

    /// <summary>With a slot that holds something, bought or sold at its own rung.</summary>
    public GridScene Filled(int index, decimal held, int generation = 1)
    {
        var (rung, up) = (100m + index, Math.Sign(held));
        var slot = new Slot(new(generation, index), new(held), new(held * rung), new(rung + up));
        return this with { Slots = Slots.Insert(~EvenKeel.Grids.Slots.IndexOf(Slots, slot.Key), slot) };
    }

    /// <summary>With an order of a slot that the venue has, as the strategy would have written it on linear.</summary>
    public GridScene Open(
        int index, Side side, decimal price, decimal quantity, decimal done = 0m,
        IntentStatus status = IntentStatus.Acknowledged, int generation = 1, bool opens = true)
    {
        var key = new SlotKey(generation, index);
        var draft = new OrderDraft(
            GridSteps.Of(index, side), Plan.Market, Plan.Symbol, side, new(quantity), new(price),
            opens ? TimeInForce.PostOnly : TimeInForce.GoodTillCancel, ReduceOnly: !opens, OnMargin: false,
            new(Price), key);
        var id = ClientOrderId.Of(s_ours, WorkflowId.Of("scene", generation), draft.Step, Journal.Intents.Length);
        var intent = new OrderIntent(id, draft, 0, Start, TimeSpan.FromSeconds(1), true, status)
        {
            Done = new(new(done), new(done * price), Quantity.Zero, Amount.Zero, Amount.Zero),
        };
        return this with
        {
            Journal = Journal.Add(intent),
            Slots = EvenKeel.Grids.Slots.IndexOf(Slots, key) >= 0
                ? Slots
                : Slots.Reserve(key, new(100m + index + side.Sign())),
        };
    }

    /// <summary>As <see cref="Filled"/>, closed by an order that rests where it should.</summary>
    public GridScene Closing(int index, decimal held) => Filled(index, held)
        .Open(index, held > 0 ? Side.Sell : Side.Buy, 100m + index + Math.Sign(held), Math.Abs(held), opens: false);
}
