using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Each write carries its audit record; it leaves the row only after it was appended.</summary>
public sealed class RunnerOutboxTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Each_record_carries_the_hash_of_the_one_before()
    {
        List<OutboxEntry> appended = [];
        for (var i = 0; i < 5; i++)
        {
            Tell($"reason {i}").Write();
            _bench.Take<Need.Append>();
            appended.AddRange(_bench.Runner.Row.Outbox);
            _bench.Runner.Appended();
        }

        var previous = string.Empty;
        Assert.All(appended, entry =>
        {
            Assert.True(entry.Follows("toy/BTCUSDT", previous));
            previous = entry.Hash;
        });
        Assert.Equal([2, 3, 4, 5, 6], appended.Select(e => e.Version));
        Assert.Equal(previous, _bench.Runner.Row.LastHash);
        Assert.False((appended[2] with { Record = "something else" }).Follows("toy/BTCUSDT", appended[1].Hash));
    }

    [Fact]
    public void A_record_stays_in_the_row_until_it_was_appended()
    {
        Tell("first").Write();
        _bench.Take<Need.Append>();
        Tell("second").Write();
        Assert.Equal([2, 3], _bench.Runner.Row.Outbox.Select(e => e.Version));

        _bench.Runner.Appended();
        Tell("third").Write();
        Assert.Equal([3, 4], _bench.Runner.Row.Outbox.Select(e => e.Version));
    }

    [Fact]
    public void A_slow_append_does_not_hold_up_a_write()
    {
        Tell("first").Write();
        _bench.Take<Need.Append>();
        Assert.True(Tell("second").WantsToWrite());
    }

    [Fact]
    public void While_appends_fail_there_is_no_new_risk_but_hedges_go_on()
    {
        FailAppend();
        _bench.Look(Toy.Buy(Market.Spot, 1m)).Write();
        Assert.Contains(
            "append", Assert.IsType<MachineEvent.Denied>(_bench.Toy.Heard[^1]).Because, StringComparison.Ordinal);

        _bench.Toy.RaisesRisk = false;
        var hedge = _bench.Send(Toy.Sell(Market.Linear, 1m));
        Assert.False(hedge.Order.Item.RiskIncreasing);
    }

    [Fact]
    public void A_failed_append_is_tried_again_by_itself_and_lifts_the_block()
    {
        FailAppend();
        Assert.DoesNotContain(_bench.Pump(), n => n is Need.Append);
        _bench.After(1_000).Take<Need.Append>();
        _bench.Runner.Appended();
        Assert.Equal(Market.Spot, _bench.Send(Toy.Buy(Market.Spot, 1m)).Order.Item.Draft.Market);
    }

    [Fact]
    public void What_a_dead_owner_did_not_append_is_appended_by_the_next()
    {
        Tell("last words").Write();
        var next = new Bench(_bench.Runner.Row);
        next.Take<Need.Append>();
        Assert.Contains("last words", next.Runner.Row.Outbox[^1].Record, StringComparison.Ordinal);
    }

    [Fact]
    public void A_next_owner_asks_after_the_orders_that_were_open()
    {
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        var next = new Bench(_bench.Runner.Row);
        Assert.Equal(place.Order.Item.Id, next.Asked<VenueRequest.FindOrder>().Order);
        Assert.False(next.Wants<VenueRequest.PlaceOrder>());
    }

    [Fact]
    public void A_next_owner_looks_at_the_market_whatever_the_row_was_waiting_for()
    {
        Tell("wait").Write();
        Assert.Equal(Instant.Never, _bench.Runner.Row.LookAt);
        new Bench(_bench.Runner.Row, looked: false).Take<Need.ReadKill>();
    }

    private Bench Tell(string because)
    {
        _bench.Runner.Tell(new MachineEvent.LeaveAsked(because, Emergency: false), _bench.Now);
        return _bench;
    }

    private void FailAppend()
    {
        Tell("first").Write();
        _bench.Take<Need.Append>();
        _bench.Runner.AppendFailed();
    }
}
