using EvenKeel.Host.Paper;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;
using Microsoft.Extensions.Time.Testing;

namespace EvenKeel.Host.Tests.Paper;

/// <summary>The simulated exchange keeps its own truth: what it answered is on disk, and time goes on without
/// us.</summary>
public sealed class PaperVenueTests : IDisposable
{
    private static readonly Symbol s_btc = new("BTCUSDT");
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new(new(2025, 6, 2, 10, 0, 30, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evenkeel-");

    private string FilePath => Path.Combine(_folder.FullName, "venue.json");

    [Fact]
    public async Task An_order_that_was_accepted_is_known_after_a_crash()
    {
        // Given an accepted order, and a crash: nothing is put away at the end
        var order = Order(Market.Linear, Side.Sell, 0.05m);
        Assert.IsType<VenueReply.Accepted>(await AskAsync(Open(), new VenueRequest.PlaceOrder(order)));

        // When another process opens the same file
        var after = Open();
        _time.Advance(TimeSpan.FromSeconds(1));

        // Then it is there, filled, and the same id is taken
        var sought = Assert.IsType<VenueReply.OrderSought>(await AskAsync(after, Find(order)));
        Assert.Equal(OrderState.Filled, sought.Report!.State);
        Assert.IsType<VenueReply.Duplicate>(await AskAsync(after, new VenueRequest.PlaceOrder(order)));
    }

    [Fact]
    public async Task A_batch_that_was_answered_is_known_after_a_crash()
    {
        var orders = new[] { Order(Market.Linear, Side.Sell, 0.05m), Order(Market.Linear, Side.Sell, 0.06m, step: 1) };
        var batch = new VenueRequest.PlaceOrders([.. orders.Select(o => new VenueRequest.PlaceOrder(o))]);
        Assert.IsType<VenueReply.Each>(await AskAsync(Open(), batch));

        var again = Assert.IsType<VenueReply.Each>(await AskAsync(Open(), batch));

        Assert.All(again.Replies, reply => Assert.IsType<VenueReply.Duplicate>(reply));
    }

    [Fact]
    public async Task What_happens_before_anyone_listens_is_told_to_the_first_who_does()
    {
        var venue = Open();
        var order = Order(Market.Linear, Side.Sell, 0.05m);
        await AskAsync(venue, new VenueRequest.PlaceOrder(order));
        _time.Advance(s_interval);

        var pushed = await venue.ListenAsync(TestContext.Current.CancellationToken);

        Assert.Contains(new(s_btc, order.Item.Id, order.Item.Draft.Quantity), pushed);
        Assert.Contains(new(s_btc, null, Quantity.Zero), pushed);
        Assert.Empty(await venue.ListenAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Settlements_of_the_time_while_it_was_away_are_paid_once()
    {
        // Given a short position, and a process that is gone over two settlements
        var before = Open();
        await AskAsync(before, new VenueRequest.PlaceOrder(Order(Market.Linear, Side.Sell, 0.05m)));
        await FlowsAsync(before);
        _time.Advance(s_interval * 2);

        // When it is opened again, twice
        var flows = await FlowsAsync(Open());
        var again = await FlowsAsync(Open());

        // Then both are paid, at their times, to the quantity that was held
        Assert.Equal([VenueFlowKind.Funding, VenueFlowKind.Funding], flows.Select(f => f.Kind));
        Assert.All(flows, f => Assert.Equal(f.At, f.At.Floor(s_interval)));
        Assert.All(flows, f => Assert.Equal(-(f.Price * f.Quantity * f.Rate).Value, f.Change));
        Assert.Equal(flows, again);
    }

    [Fact]
    public async Task A_market_that_was_closed_in_between_comes_to_the_same_prices()
    {
        var (here, there) = (Open("here.json"), Open("there.json"));
        _time.Advance(TimeSpan.FromMinutes(3));
        await MarketAsync(there);
        there = Open("there.json");
        _time.Advance(TimeSpan.FromMinutes(4));

        var (seen, seenThere) = (await MarketAsync(here), await MarketAsync(there));

        Assert.Equal((seen.Spot, seen.Perp), (seenThere.Spot, seenThere.Perp));
        Assert.Equal((seen.Mark, seen.Predicted), (seenThere.Mark, seenThere.Predicted));
        Assert.Equal(seen.Settled, seenThere.Settled);
        Assert.NotNull(seen.Spot);
    }

    [Fact]
    public async Task Another_seed_is_another_market()
    {
        var (one, two) = (Open("one.json", seed: 1), Open("two.json", seed: 2));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEqual((await MarketAsync(one)).Spot, (await MarketAsync(two)).Spot);
    }

    [Fact]
    public async Task A_new_market_has_a_past_and_prices_at_once()
    {
        var market = await MarketAsync(Open());

        Assert.True(market is { Spot: not null, Perp: not null, Mark: not null, Predicted: not null });
        Assert.InRange(market.Settled.Length, 860, 870);
        Assert.Equal(s_interval, market.Interval);
        Assert.Equal(Instant.At(2025, 6, 2, 10, 5), market.NextSettlement);
    }

    [Fact]
    public void A_file_that_is_no_truth_is_refused_by_name_and_left_as_it_is()
    {
        File.WriteAllText(FilePath, "{ \"format\": 1, \"terms\": [");

        var refused = Assert.Throws<VenueFileRefusedException>(() => Open());

        Assert.Contains(FilePath, refused.Message, StringComparison.Ordinal);
        Assert.Equal("{ \"format\": 1, \"terms\": [", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task What_is_in_the_file_stays_as_it_began_whatever_the_settings_say_now()
    {
        await MarketAsync(Open(seed: 1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((await MarketAsync(Open(seed: 1))).Spot, (await MarketAsync(Open(seed: 2))).Spot);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private PaperVenue Open(string file = "venue.json", int seed = 1) => new(
        new(Path.Combine(_folder.FullName, file)), VenueSettings.Default,
        new(seed, TimeSpan.FromSeconds(2), s_interval, new(0.0001m)), new(100_000m), [s_btc], _time);

    /// <summary>Asks, and lets the time of the wire pass until the answer is here.</summary>
    private async Task<VenueReply> AskAsync(PaperVenue venue, VenueRequest request)
    {
        var asked = venue.Ask(request, TestContext.Current.CancellationToken).AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(20));
                return asked.IsCompleted;
            },
            "an answer");
        return await asked;
    }

    private static async Task<MarketReport> MarketAsync(PaperVenue venue) =>
        Assert.IsType<VenueReply.MarketRead>(await venue.Ask(new VenueRequest.ReadMarket(s_btc), default)).Market;

    private async Task<IReadOnlyList<VenueFlow>> FlowsAsync(PaperVenue venue) => Assert.IsType<VenueReply.FlowsRead>(
        await AskAsync(venue, new VenueRequest.ReadFlows(s_btc, new("BTC"), Instant.At(2025, 6, 2)))).Flows;

    private static VenueRequest.FindOrder Find(Approved<OrderIntent> order) => new(
        order.Item.Draft.Market, s_btc, order.Item.Id, order.Item.Timestamp - TimeSpan.FromMinutes(1));

    /// <summary>An order at a price that takes, let through by the gate.</summary>
    private Approved<OrderIntent> Order(Market market, Side side, decimal quantity, int step = 0)
    {
        var now = Instant.Of(_time.GetUtcNow().UtcDateTime);
        var (instrument, price) = (VenueSettings.Default.InstrumentOf(market, s_btc, now)!, new Price(100_000m));
        var limit = instrument.RoundAway(price * (1m + (side.Sign() * 0.01m)), side);
        var draft = new OrderDraft(
            step, market, s_btc, side, new(quantity), limit, TimeInForce.ImmediateOrCancel, ReduceOnly: false,
            OnMargin: false, price);
        var id = ClientOrderId.Of(new(Realm.Paper, "main"), WorkflowId.Of("carry/BTCUSDT", 0), step, 0);
        var intent = new OrderIntent(id, draft, 0, now, TimeSpan.FromSeconds(5), RiskIncreasing: true);
        var context = new RiskContext(
            instrument, default, new(price, now), new(price, price, now), now, default, RiskMode.Normal, new(), 0, 0,
            OrderJournal.Empty, now);
        return Assert.IsType<RiskVerdict.Passed>(RiskGate.Check(intent, context)).Order;
    }
}
