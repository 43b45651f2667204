using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Lists that are older than what was read before: they take nothing back.</summary>
public sealed class RunnerStaleTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_list_that_shows_less_than_is_booked_is_asked_again()
    {
        var (place, first, second) = Sent();
        _bench.After(200).Find(OrderState.Live, 0.7m, first, second).Write();
        _bench.After(1_000).Find(OrderState.Live, 0.4m, first);
        Assert.Equal(new(0.7m), _bench.Runner.Pending.Ledger.Perp);
        Assert.Single(_bench.Toy.Heard, e => e is MachineEvent.Moved);

        var third = _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 0.3m, "e3");
        _bench.After(1_000).Find(OrderState.Filled, 1m, first, second, third).Write();
        Assert.Equal(new(1m), _bench.Runner.Row.Ledger.Perp);
        Assert.Equal(IntentStatus.Filled, _bench.Runner.Row.Journal.Intents[0].Status);
    }

    [Fact]
    public void A_list_that_is_older_than_the_end_of_an_order_takes_no_fill_back()
    {
        var (place, first, second) = Sent();
        _bench.After(200).Find(OrderState.Cancelled, 0.7m, first, second).Write();
        _bench.Runner.Nudge(place.Order.Item.Id, _bench.Now);
        _bench.Find(OrderState.Live, 0.4m, first);

        Assert.Equal(new(0.7m), _bench.Runner.Pending.Ledger.Perp);
        Assert.Equal(IntentStatus.CancelledPartial, _bench.Runner.Pending.Journal.Intents[0].Status);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    private (VenueRequest.PlaceOrder, Fill, Fill) Sent()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        var id = place.Order.Item.Id;
        return (
            place, _bench.Fill(id, Market.Linear, Side.Buy, 0.4m),
            _bench.Fill(id, Market.Linear, Side.Buy, 0.3m, "e2"));
    }
}
