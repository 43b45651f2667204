using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;
using EvenKeel.Tests.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Faults;

/// <summary>A batch on a faulty wire: one request with one fate, and an onlooker sees each of its orders.</summary>
public sealed class BatchedWireTests
{
    private readonly Scene _scene = new();
    private readonly History _history = new();
    private readonly Timeline _time = new(Scene.Start);
    private readonly FaultyWire _wire;

    public BatchedWireTests() => _wire = new(
        _time, _scene.Venue, new(1, DelaySpan.Of(10), 1m), TimeSpan.FromSeconds(2), _history, () => { });

    [Fact]
    public void Each_order_is_seen_sent_answered_and_heard_and_that_it_was_one_request()
    {
        var batch = Batch(0.01m, 0.0000001m, 0.02m);
        var reply = Carry(batch);

        Assert.Equal(3, Assert.IsType<VenueReply.Each>(reply).Replies.Length);
        Assert.Equal(3, Assert.Single(_history.Of<Happening.Batched>()).Count);
        Assert.Equal(batch.Items, _history.Of<Happening.Sent>().Select(s => s.Request));
        Assert.Equal(batch.Items, _history.Of<Happening.Heard>().Select(s => s.Request));
        var answers = _history.Of<Happening.Answered>().ToList();
        Assert.Equal(batch.Items, answers.Select(a => a.Request));
        Assert.Equal([true, false, true], answers.Select(a => a.Reply is VenueReply.Accepted));
        Assert.Equal(2, _history.Accepted.Count());
    }

    [Fact]
    public void What_is_lost_of_a_batch_is_lost_for_all()
    {
        _wire.Fate = _ => new(AnswerLost: true);
        Carry(Batch(0.01m, 0.02m));
        Assert.Equal(2, _history.Accepted.Count());
        Assert.All(_history.Of<Happening.Heard>(), h => Assert.IsType<VenueReply.Ambiguous>(h.Reply));
        Assert.Equal(2, _history.Of<Happening.Heard>().Count());

        _wire.Fate = _ => new(RequestLost: true);
        Carry(Batch(0.01m, 0.02m));
        Assert.Equal(2, _history.Accepted.Count());
    }

    [Fact]
    public void A_doubled_batch_places_each_order_once()
    {
        _wire.Fate = _ => new(Copies: 1);
        Carry(Batch(0.01m, 0.02m));
        Assert.Equal(4, _history.Of<Happening.Answered>().Count());
        Assert.Equal(2, _scene.Accepted.Count);
    }

    private VenueReply Carry(VenueRequest request)
    {
        VenueReply? heard = null;
        _wire.Carry(request, default, reply => heard = reply);
        _time.RunUntil(_time.Now + TimeSpan.FromSeconds(3));
        return heard!;
    }

    private VenueRequest.PlaceOrders Batch(params decimal[] quantities) => new(
    [
        .. quantities.Select(quantity => new VenueRequest.PlaceOrder(new(new(
            _scene.NextId(), Scene.Draft(Market.Spot, Side.Buy, quantity, 49_000m, TimeInForce.GoodTillCancel), 0,
            _time.Now, TimeSpan.FromSeconds(2), RiskIncreasing: true)))),
    ]);
}
