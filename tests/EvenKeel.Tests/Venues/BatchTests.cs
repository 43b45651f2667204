using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Which orders share a request, and how the venue answers one.</summary>
public sealed class BatchTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    private readonly Scene _scene = new();

    [Theory]
    [InlineData(Market.Spot, 25, "10+10+5")]
    [InlineData(Market.Linear, 25, "20+5")]
    [InlineData(Market.Linear, 21, "20+1")]
    [InlineData(Market.Spot, 1, "1")]
    public void A_request_takes_ten_orders_on_spot_and_twenty_on_linear(Market market, int count, string sizes)
    {
        var orders = Enumerable.Range(0, count).Select(_ => Order(market)).ToList();
        var requests = Batches.Of(orders).ToList();
        Assert.Equal(sizes, string.Join('+', requests.Select(r => r.Parts().Length)));
        Assert.Equal(orders, requests.SelectMany(r => r.Parts()));
        var cancels = orders.Select(o => new VenueRequest.CancelOrder(market, Scene.Btc, o.Order.Item.Id)).ToList();
        Assert.Equal(sizes, string.Join('+', Batches.Of(cancels).Select(r => r.Parts().Length)));
    }

    [Fact]
    public void Only_orders_of_one_market_timestamp_and_window_share_a_request()
    {
        var (a, b) = (Order(Market.Spot), Order(Market.Spot));
        VenueRequest[] others =
        [
            Order(Market.Linear), Order(Market.Spot, milliseconds: 1), Order(Market.Spot, window: 1),
            new VenueRequest.CancelOrder(Market.Spot, Scene.Btc, a.Order.Item.Id),
            new VenueRequest.RepayDebt(Scene.Coin, new(1m), Scene.Start, s_window),
        ];
        var requests = Batches.Of([a, .. others, b]).ToList();
        Assert.Equal([a, b], Assert.IsType<VenueRequest.PlaceOrders>(requests[0]).Items);
        Assert.Equal(others, requests.Skip(1));
    }

    [Fact]
    public void A_batch_that_the_venue_would_not_take_cannot_be_made()
    {
        Assert.Contains("1 in a batch: must be 2 to 10", Refused([Order(Market.Spot)]), StringComparison.Ordinal);
        Assert.Contains("0 in a batch", Refused([]), StringComparison.Ordinal);
        Assert.Contains(
            "11 in a batch: must be 2 to 10", Refused([.. Enumerable.Range(0, 11).Select(_ => Order(Market.Spot))]),
            StringComparison.Ordinal);
        Assert.Contains(
            "must be the same", Refused([Order(Market.Spot), Order(Market.Linear)]), StringComparison.Ordinal);
        var id = _scene.NextId();
        Assert.Throws<ArgumentException>(() => new VenueRequest.CancelOrders(
        [
            new(Market.Spot, Scene.Btc, id), new(Market.Linear, Scene.Btc, id),
        ]));
    }

    [Fact]
    public void Each_order_of_a_batch_is_decided_for_itself_and_answered_in_its_place()
    {
        var known = Order(Market.Spot);
        _scene.Ask(known);
        var (good, offLot, last) = (Order(Market.Spot), Order(Market.Spot, quantity: 0.0000001m), Order(Market.Spot));

        var replies = Each(new VenueRequest.PlaceOrders([good, offLot, known, last]));

        Assert.IsType<VenueReply.Accepted>(replies[0]);
        Assert.Equal(RefusalKind.Shape, Assert.IsType<VenueReply.Refused>(replies[1]).Kind);
        Assert.IsType<VenueReply.Duplicate>(replies[2]);
        Assert.IsType<VenueReply.Accepted>(replies[3]);
        Assert.NotNull(Report(good));
        Assert.Null(Report(offLot));
        Assert.NotNull(Report(last));
    }

    [Fact]
    public void What_an_order_of_a_batch_binds_the_next_one_has_not()
    {
        // 100 000 USDT pay for two of these and not for three
        var orders = Enumerable.Range(0, 3).Select(_ => Order(Market.Spot, quantity: 0.9m)).ToImmutableArray();
        var replies = Each(new VenueRequest.PlaceOrders(orders));
        Assert.Equal(
            [true, true, false], replies.Select(r => r is VenueReply.Accepted));
        Assert.Equal(RefusalKind.Funds, ((VenueReply.Refused)replies[2]).Kind);
    }

    [Fact]
    public void A_batch_outside_its_window_is_refused_as_a_whole()
    {
        var batch = new VenueRequest.PlaceOrders([Order(Market.Spot), Order(Market.Spot)]);
        _scene.WaitMs(2_001);
        Assert.Equal(RefusalKind.Clock, Assert.IsType<VenueReply.Refused>(_scene.Ask(batch)).Kind);
        Assert.All(batch.Items, i => Assert.Null(Report(i)));
    }

    [Fact]
    public void A_batch_of_cancels_ends_what_still_lives()
    {
        var (first, second) = (Order(Market.Linear), Order(Market.Linear));
        _scene.Ask(new VenueRequest.PlaceOrders([first, second]));
        _scene.Cancel(Market.Linear, first.Order.Item.Id);

        var replies = Each(new VenueRequest.CancelOrders([Cancel(first), Cancel(second)]));

        Assert.Equal(RefusalKind.Gone, Assert.IsType<VenueReply.Refused>(replies[0]).Kind);
        Assert.IsType<VenueReply.Accepted>(replies[1]);
        Assert.Equal(OrderState.Cancelled, Report(second)!.State);
    }

    private static VenueRequest.CancelOrder Cancel(VenueRequest.PlaceOrder order) =>
        new(Market.Linear, Scene.Btc, order.Order.Item.Id);

    private static string Refused(ImmutableArray<VenueRequest.PlaceOrder> items) =>
        Assert.Throws<ArgumentException>(() => new VenueRequest.PlaceOrders(items)).Message;

    private ImmutableArray<VenueReply> Each(VenueRequest batch) =>
        Assert.IsType<VenueReply.Each>(_scene.Ask(batch)).Replies;

    private OrderReport? Report(VenueRequest.PlaceOrder order) =>
        _scene.Find(order.Order.Item.Draft.Market, order.Order.Item.Id).Report;

    private VenueRequest.PlaceOrder Order(
        Market market, decimal quantity = 0.01m, int milliseconds = 0, int window = 2) => new(new(new(
            _scene.NextId(), Scene.Draft(market, Side.Buy, quantity, 49_000m, TimeInForce.GoodTillCancel), 0,
            Scene.Start + TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromSeconds(window),
            RiskIncreasing: true)));
}
