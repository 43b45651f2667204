using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>A venue fed by five-minute bars: spot without a spread, and a tenth of the volume for us.</summary>
internal sealed class BarScene
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly Deployment s_deployment = new(Realm.Test, "bars");
    private static readonly WorkflowId s_workflow = WorkflowId.Of("bars", 1);

    private int _step;

    public BarScene(ulong seed = 1, decimal halfSpread = 0m, VenueSettings? settings = null, Instant? start = null)
    {
        var pair = Scene.Prompt.Find(Scene.Btc)!;
        var spread = new Sourced<Rate>(new(halfSpread), "test");
        Settings = (settings ?? Scene.Prompt).With(pair with
        {
            Spot = pair.Spot! with { HalfSpread = spread },
            Linear = pair.Linear! with { HalfSpread = spread },
        });
        Venue = new(Settings, seed, start ?? Scene.Start, [(Scene.Usdt, 100_000m)]) { Filled = Fills.Add };
    }

    public VenueSettings Settings { get; }

    public SimulatedVenue Venue { get; }

    public List<Fill> Fills { get; } = [];

    public static Candle Bar(
        Instant at, decimal open, decimal high, decimal low, decimal close, decimal volume = 100m) => new(
            at, new(open), new(high), new(low), new(close), new(volume));

    /// <summary>Gives the bar that begins now.</summary>
    public void Open(Market market, decimal open, decimal high, decimal low, decimal close, decimal volume = 100m) =>
        Venue.Open(market, Scene.Btc, Bar(Venue.Now, open, high, low, close, volume), FiveMinutes);

    public void Wait(TimeSpan span) => Venue.AdvanceTo(Venue.Now + span);

    /// <summary>To the end of the bar.</summary>
    public void Close() => Wait(FiveMinutes);

    public VenueReply Place(OrderDraft draft, out ClientOrderId id)
    {
        id = ClientOrderId.Of(s_deployment, s_workflow, ++_step, 0);
        return Ask(new VenueRequest.PlaceOrder(new(new(
            id, draft, 0, Venue.Now, TimeSpan.FromSeconds(2), RiskIncreasing: true))));
    }

    public OrderReport Do(OrderDraft draft)
    {
        Assert.IsType<VenueReply.Accepted>(Place(draft, out var id));
        return Find(draft.Market, id);
    }

    public OrderReport Find(Market market, ClientOrderId id) =>
        ((VenueReply.OrderSought)Ask(new VenueRequest.FindOrder(market, Scene.Btc, id, new(0)))).Report!;

    public MarketReport Quoted() => ((VenueReply.MarketRead)Ask(new VenueRequest.ReadMarket(Scene.Btc))).Market;

    private VenueReply Ask(VenueRequest request)
    {
        var reply = Venue.Ask(request, CancellationToken.None);
        return reply.IsCompletedSuccessfully ? reply.Result : throw new InvalidOperationException("it answers at once");
    }
}
