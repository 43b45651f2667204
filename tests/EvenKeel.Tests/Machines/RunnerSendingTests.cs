using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>From a look to a send: written first, sent once, under the lease that was written.</summary>
public sealed class RunnerSendingTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void An_order_is_written_before_it_is_sent()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m));
        Assert.True(_bench.WantsToWrite());
        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
        Assert.Equal(IntentStatus.Intended, _bench.Intent().Status);
        Assert.Empty(_bench.Runner.Row.Journal.Intents);

        _bench.Write();
        Assert.Equal(_bench.Intent(), _bench.Asked<VenueRequest.PlaceOrder>().Order.Item);
        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
    }

    [Fact]
    public void A_failed_write_sends_nothing_and_ends_the_activation()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m));
        _bench.Take<Need.WriteRow>();
        _bench.Runner.WriteFailed("the store did not answer");

        Assert.Equal("the store did not answer", _bench.Take<Need.Stop>().Reason);
        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
    }

    [Fact]
    public void The_timestamp_is_when_the_look_began_and_the_kill_row_is_read_after_it()
    {
        _bench.Toy.Moves.Enqueue([Toy.Buy(Market.Spot, 1m)]);
        _bench.Runner.Wake();
        var began = _bench.Now;
        _bench.Take<Need.ReadKill>();
        Assert.False(_bench.Wants<VenueRequest.ReadMarket>());

        _bench.After(40).Runner.KillRead(RiskMode.Normal);
        var asked = _bench.Asked<VenueRequest.ReadMarket>();
        _bench.After(60).Answer(asked, _bench.Market());
        Assert.True(_bench.WantsToWrite());

        Assert.Equal(began, _bench.Intent().Timestamp);
    }

    [Fact]
    public void An_order_that_waited_half_its_lease_is_never_sent_and_costs_no_request()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m));
        _bench.Take<Need.WriteRow>();
        _bench.After(501).Runner.Wrote(_bench.Now);

        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
        var ended = Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^1]);
        Assert.Equal(IntentStatus.NeverSent, ended.Intent.Status);
    }

    [Fact]
    public void A_pause_between_look_and_decision_makes_its_inputs_old()
    {
        _bench.Toy.Moves.Enqueue([Toy.Buy(Market.Spot, 1m)]);
        _bench.Runner.Wake();
        _bench.Take<Need.ReadKill>();
        _bench.Runner.KillRead(RiskMode.Normal);
        var asked = _bench.Asked<VenueRequest.ReadMarket>();
        var read = _bench.Market();
        _bench.After(60_000).Answer(asked, read);

        var (view, now) = Assert.Single(_bench.Toy.Checked);
        Assert.Equal(_bench.Now, now);
        Assert.Equal(_bench.Now, view!.Now);
        Assert.Equal(TimeSpan.FromMinutes(1), now - view.Market.Spot!.Value.At);
    }

    [Fact]
    public void A_kill_row_that_cannot_be_read_is_unknown_to_the_decision()
    {
        _bench.Toy.Moves.Enqueue([Toy.Buy(Market.Spot, 1m)]);
        _bench.Runner.Wake();
        _bench.Take<Need.ReadKill>();
        _bench.Runner.KillRead(RiskMode.Unknown);
        _bench.Answer(_bench.Asked<VenueRequest.ReadMarket>(), _bench.Market());

        Assert.Equal(RiskMode.Unknown, _bench.Toy.Checked[0].View!.Mode);
    }

    [Fact]
    public void A_market_that_cannot_be_read_is_missing_and_not_zero()
    {
        _bench.Runner.Wake();
        _bench.Take<Need.ReadKill>();
        _bench.Runner.KillRead(RiskMode.Normal);
        _bench.Answer(_bench.Asked<VenueRequest.ReadMarket>(), new VenueReply.Ambiguous("no answer"));

        var view = Assert.IsType<MachineEvent.Seen>(_bench.Toy.Heard[^1]).View;
        Assert.Null(view.Market.Spot);
        Assert.Null(view.Market.Mark);
    }

    [Fact]
    public void What_is_decided_during_a_write_goes_into_the_next_one()
    {
        _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Look(Toy.Sell(Market.Linear, 1m));
        _bench.Take<Need.WriteRow>();
        var written = _bench.Runner.Pending;
        _bench.Runner.Tell(new MachineEvent.LeaveAsked("enough", Emergency: false), _bench.Now);
        Assert.Same(written, _bench.Runner.Pending);

        _bench.Runner.Wrote(_bench.Now);
        Assert.Same(written, _bench.Runner.Row);
        Assert.True(_bench.WantsToWrite());
        Assert.Contains("enough", _bench.Runner.Pending.Outbox[^1].Record, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticks_that_never_cease_do_not_hold_back_what_is_to_be_written()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m));
        _bench.Runner.Wake();
        Assert.True(_bench.WantsToWrite());
    }

    [Fact]
    public void An_outcome_and_what_follows_from_it_are_one_write()
    {
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Answer(place, new VenueReply.Refused(RefusalKind.Funds, "170131", "Insufficient balance."));
        _bench.Toy.LookAt = Instant.Never;
        _bench.Look(Toy.Buy(Market.Spot, 1m));
        _bench.Write();

        Assert.Equal(3, _bench.Runner.Row.Version);
        Assert.Equal(IntentStatus.Refused, _bench.Intent(0).Status);
        Assert.Equal(IntentStatus.Intended, _bench.Intent(1).Status);
    }

    [Fact]
    public void What_the_gate_denies_is_told_and_neither_written_nor_sent()
    {
        _bench.Toy.Denies = "kill switch";
        _bench.Look(Toy.Buy(Market.Spot, 1m));

        Assert.Contains(
            "kill switch", Assert.IsType<MachineEvent.Denied>(_bench.Toy.Heard[^1]).Because, StringComparison.Ordinal);
        Assert.Empty(_bench.Runner.Pending.Journal.Intents);
    }

    [Fact]
    public void A_second_order_on_a_leg_with_an_open_one_is_a_bug()
    {
        _bench.Send(Toy.Buy(Market.Spot, 1m));
        Assert.Throws<InvalidOperationException>(() => _bench.Look(Toy.Buy(Market.Spot, 1m)));
    }

    [Fact]
    public void Attempts_that_run_out_go_on_under_a_new_name()
    {
        var fresh = MachineRow<ToyState>.New("toy/BTCUSDT", new(0), Bench.Start) with
        {
            Version = 1,
            Baseline = new(Quantity.Zero, Bench.Start),
            Attempts = MachineRow<ToyState>.New("x", new(0), Bench.Start).Attempts.Add(0, ClientOrderId.Bound),
        };
        var bench = new Bench(fresh);
        bench.Look(Toy.Buy(Market.Spot, 1m)).Write();

        Assert.Equal(1, bench.Runner.Row.Epoch);
        Assert.True(ClientOrderId.TryParse(Bench.Ours, bench.Intent().Id.Text, out _, out _, out var attempt));
        Assert.Equal(0, attempt);
    }
}
