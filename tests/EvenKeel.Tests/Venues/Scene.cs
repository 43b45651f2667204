using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>A venue with BTCUSDT quoted at 50 000 on spot and 50 010 on the perpetual, where nothing takes time, and
/// an account of 100 000 USDT.</summary>
internal sealed class Scene
{
    public static readonly Symbol Btc = new("BTCUSDT");
    public static readonly Coin Coin = new("BTC");
    public static readonly Coin Usdt = new("USDT");
    public static readonly Instant Start = Instant.At(2025, 4, 1);
    private static readonly Deployment s_deployment = new(Realm.Test, "venue tests");
    private static readonly WorkflowId s_workflow = WorkflowId.Of("venue tests", 1);

    private int _step;

    public Scene(
        VenueSettings? settings = null, decimal usdt = 100_000m, decimal btc = 0m, VenueFaults? faults = null,
        ulong seed = 1)
    {
        Venue = new(settings ?? Prompt, seed, Start, [(Usdt, usdt), (Coin, btc)], faults)
        {
            Accepted = (draft, _) => Accepted.Add(draft),
            Filled = Fills.Add,
            Pushed = (_, order, _) => Pushes.Add(order),
        };
        Venue.Quote(Market.Spot, Btc, new(49_999m), new(50_001m), new(10m));
        Venue.Quote(Market.Linear, Btc, new(50_009m), new(50_011m), new(10m));
    }

    /// <summary>The built-in settings, where nothing takes time.</summary>
    public static VenueSettings Prompt => VenueSettings.Default with
    {
        Delays = new(Slow(0), Slow(0), Slow(0), Slow(0)),
    };

    public SimulatedVenue Venue { get; }

    public List<OrderDraft> Accepted { get; } = [];

    public List<Fill> Fills { get; } = [];

    public List<ClientOrderId?> Pushes { get; } = [];

    public Instant Now => Venue.Now;

    public static Sourced<DelaySpan> Slow(int milliseconds) => new(DelaySpan.Of(milliseconds), "test");

    public static OrderDraft Draft(
        Market market, Side side, decimal quantity, decimal? limit = null,
        TimeInForce inForce = TimeInForce.ImmediateOrCancel, bool reduceOnly = false, bool onMargin = false) => new(
            0, market, Btc, side, new(quantity), limit is { } price ? new Price(price) : null, inForce, reduceOnly,
            onMargin, new(50_000m));

    public ClientOrderId NextId() => ClientOrderId.Of(s_deployment, s_workflow, ++_step, 0);

    public VenueReply Ask(VenueRequest request)
    {
        var reply = Venue.Ask(request, CancellationToken.None);
        return reply.IsCompletedSuccessfully ? reply.Result : throw new InvalidOperationException("it answers at once");
    }

    public VenueReply Place(OrderDraft draft, out ClientOrderId id, Instant? timestamp = null)
    {
        id = NextId();
        return Place(draft, id, timestamp);
    }

    public VenueReply Place(OrderDraft draft, ClientOrderId id, Instant? timestamp = null) =>
        Ask(new VenueRequest.PlaceOrder(new(new(
            id, draft, 0, timestamp ?? Now, TimeSpan.FromSeconds(2), RiskIncreasing: true))));

    /// <summary>Places an order that is accepted, and says what the venue shows of it then.</summary>
    public OrderReport Do(OrderDraft draft)
    {
        Assert.IsType<VenueReply.Accepted>(Place(draft, out var id));
        return Find(draft.Market, id).Report!;
    }

    public RefusalKind Refused(OrderDraft draft) => Assert.IsType<VenueReply.Refused>(Place(draft, out _)).Kind;

    public VenueReply.OrderSought Find(Market market, ClientOrderId id, Instant? since = null) =>
        Assert.IsType<VenueReply.OrderSought>(Ask(new VenueRequest.FindOrder(market, Btc, id, since ?? Start)));

    public VenueReply Cancel(Market market, ClientOrderId id) => Ask(new VenueRequest.CancelOrder(market, Btc, id));

    public VenueReply Repay(decimal amount) =>
        Ask(new VenueRequest.RepayDebt(Coin, new(amount), Now, TimeSpan.FromSeconds(2)));

    public AccountReport Account() =>
        Assert.IsType<VenueReply.AccountRead>(Ask(new VenueRequest.ReadAccount(Btc, Coin))).Account;

    public MarketReport Quoted() =>
        Assert.IsType<VenueReply.MarketRead>(Ask(new VenueRequest.ReadMarket(Btc))).Market;

    public ImmutableArray<VenueFlow> Flows() =>
        Assert.IsType<VenueReply.FlowsRead>(Ask(new VenueRequest.ReadFlows(Btc, Coin, new(0)))).Flows;

    public void Wait(TimeSpan span) => Venue.AdvanceTo(Now + span);

    public void WaitMs(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));
}
