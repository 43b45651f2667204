using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>The life of an order after its send: every answer, and none.</summary>
public sealed class RunnerOrderTests
{
    private readonly Bench _bench = new();

    private MachineEvent.Ended Ended => Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^1]);

    [Fact]
    public void An_accepted_order_is_asked_after_and_booked_by_its_executions()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        Assert.Equal(IntentStatus.Intended, _bench.Runner.Row.Journal.Intents[0].Status);
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());

        var id = place.Order.Item.Id;
        _bench.After(200).Find(OrderState.Filled, 1m, _bench.Fill(id, Market.Linear, Side.Buy, 1m));

        Assert.Equal(IntentStatus.Filled, Ended.Intent.Status);
        _bench.Write();
        Assert.Equal(new(1m), _bench.Runner.Row.Ledger.Perp);
        Assert.Equal(new(-100.1m), _bench.Runner.Row.Ledger.Cash);
    }

    [Fact]
    public void An_acknowledgement_is_no_fill()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(OrderState.Live, 0m);

        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended or MachineEvent.Moved);
        _bench.After(1000).Find(OrderState.Live, 0.4m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 0.4m));
        var moved = Assert.IsType<MachineEvent.Moved>(_bench.Toy.Heard[^1]);
        Assert.Equal(new(0.4m), moved.Intent.Done.Quantity);
        Assert.True(moved.Intent.IsOpen);
    }

    [Fact]
    public void A_refusal_ends_the_order_at_once()
    {
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Answer(place, new VenueReply.Refused(RefusalKind.Funds, "170131", "Insufficient balance."));

        Assert.Equal(IntentStatus.Refused, Ended.Intent.Status);
        Assert.Equal("170131 Insufficient balance.", Ended.Intent.RefusedBecause);
        Assert.False(_bench.After(10_000).Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void A_request_that_our_own_side_held_back_was_never_sent()
    {
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Answer(place, new VenueReply.NotSent("no rate budget left"));
        Assert.Equal(IntentStatus.NeverSent, Ended.Intent.Status);
    }

    [Theory]
    [InlineData(nameof(VenueReply.Duplicate))]
    [InlineData(nameof(VenueReply.Ambiguous))]
    [InlineData(nameof(RefusalKind.Clock))]
    public void An_answer_that_does_not_say_no_is_followed_by_a_question(string kind)
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, kind switch
        {
            nameof(VenueReply.Duplicate) => new VenueReply.Duplicate(),
            nameof(VenueReply.Ambiguous) => new VenueReply.Ambiguous("time-out"),
            _ => new VenueReply.Refused(RefusalKind.Clock, "10002", "timestamp"),
        });
        _bench.After(200).Find(OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1m));

        Assert.Equal(IntentStatus.Filled, Ended.Intent.Status);
        Assert.Single(_bench.Runner.Pending.Journal.Intents);
    }

    [Fact]
    public void A_lost_answer_is_found_by_the_id_of_its_order()
    {
        var place = _bench.Send(Toy.Sell(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Ambiguous("time-out"));
        var find = _bench.Asked<VenueRequest.FindOrder>();

        Assert.Equal(place.Order.Item.Id, find.Order);
        Assert.Equal(place.Order.Item.Timestamp - TimeSpan.FromMinutes(1), find.Since);
    }

    [Fact]
    public void Not_found_proves_nothing_before_the_lease_and_the_visibility_are_over()
    {
        LoseRequest();
        var provable = _bench.Intent().NotAfter + TimeSpan.FromSeconds(5);
        while (_bench.Now < provable)
        {
            if (_bench.Wants<VenueRequest.FindOrder>())
            {
                _bench.FindNothing();
            }

            Assert.False(_bench.Wants<VenueRequest.ReadFlows>());
            _bench.After(10);
        }

        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended);
    }

    [Fact]
    public void An_order_in_no_list_twice_a_second_apart_and_an_account_unchanged_never_arrived()
    {
        LoseRequest();
        _bench.After(6_001).FindNothing();
        Assert.False(_bench.After(999).Wants<VenueRequest.FindOrder>());
        _bench.After(1).FindNothing();
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended);

        _bench.Compare(balance: 0m, position: 0m);
        Assert.Equal(IntentStatus.NeverArrived, _bench.Toy.Heard.OfType<MachineEvent.Ended>().Single().Intent.Status);
    }

    [Fact]
    public void An_account_that_differs_is_no_proof_and_the_order_is_asked_after_again()
    {
        LoseRequest();
        _bench.After(6_001).FindNothing();
        _bench.After(1_000).FindNothing();
        _bench.Compare(balance: 1m, position: 0m);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended);
        // Not at once: question and comparison would chase each other as fast as the venue answers.
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());

        _bench.After(100).Find(OrderState.Filled, 1m, _bench.Fill(_bench.Intent().Id, Market.Spot, Side.Buy, 1m));
        Assert.Equal(IntentStatus.Filled, Ended.Intent.Status);
    }

    [Fact]
    public void An_acknowledged_order_is_never_declared_not_arrived()
    {
        _bench.Answer(_bench.Send(Toy.Buy(Market.Spot, 1m)), new VenueReply.Accepted("v1"));
        for (var i = 0; i < 60; i++)
        {
            _bench.After(2_000).FindNothing();
        }

        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended);
    }

    [Fact]
    public void An_acknowledged_order_that_is_forgotten_after_a_day_was_cancelled_with_nothing()
    {
        _bench.Answer(_bench.Send(Toy.Buy(Market.Spot, 1m)), new VenueReply.Accepted("v1"));
        _bench.After(25 * 3_600_000).FindNothing();
        Assert.Equal(IntentStatus.CancelledZero, Ended.Intent.Status);
    }

    [Fact]
    public void Executions_that_lag_behind_the_order_are_waited_for()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        var first = _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 0.7m);
        _bench.After(200).Find(OrderState.Filled, 1m, first);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended or MachineEvent.Moved);

        _bench.After(1_000).Find(
            OrderState.Filled, 1m, first, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 0.3m, "e2"));
        Assert.Equal(new(1m), Ended.Intent.Done.Quantity);
        Assert.Equal(new(0.1m), Ended.Intent.Done.FeeQuote);
    }

    [Fact]
    public void An_order_that_fills_in_parts_is_booked_by_what_is_new_each_time()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        var id = place.Order.Item.Id;
        var (first, second) = (
            _bench.Fill(id, Market.Linear, Side.Buy, 0.4m), _bench.Fill(id, Market.Linear, Side.Buy, 0.6m, "e2"));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(OrderState.Live, 0.4m, first).Write();
        _bench.After(1_000).Find(OrderState.Filled, 1m, first, second).Write();

        Assert.Equal(new(1m), _bench.Runner.Row.Ledger.Perp);
        var lines = _bench.Runner.Row.Outbox.SelectMany(e => e.Flows)
            .Where(f => f.Kind == EvenKeel.Accounting.FlowKind.Trade);
        Assert.Equal([new(0.4m), new(0.6m)], lines.Select(f => f.Quantity));
    }

    [Fact]
    public void An_order_that_traded_more_than_it_was_for_disturbs()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(
            OrderState.Filled, 1.2m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1.2m));

        Assert.Contains(
            "1.2 of 1", Assert.IsType<MachineEvent.Disturbed>(_bench.Toy.Heard[^1]).Evidence, StringComparison.Ordinal);
        Assert.Equal(new(1.2m), Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^2]).Intent.Done.Quantity);
    }

    [Fact]
    public void A_push_brings_the_next_question_forward()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());
        _bench.Runner.Nudge(place.Order.Item.Id, _bench.Now);
        Assert.True(_bench.Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void A_push_that_tells_of_more_than_was_filled_has_the_order_asked_after_again()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        var id = place.Order.Item.Id;
        _bench.Answer(place, new VenueReply.Accepted("v1")).After(200).Runner.Nudge(id, _bench.Now, new(1m));
        _bench.Find(OrderState.Filled, 1m, _bench.Fill(id, Market.Linear, Side.Buy, 1m)).Settle();
        _bench.Runner.Nudge(id, _bench.Now, new(1m));
        _bench.Runner.Nudge(id, _bench.Now);
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());

        _bench.Runner.Nudge(id, _bench.Now, new(1.2m));
        _bench.Find(OrderState.Filled, 1.2m, _bench.Fill(id, Market.Linear, Side.Buy, 1.2m));

        Assert.IsType<MachineEvent.Disturbed>(_bench.Toy.Heard[^1]);
        Assert.Equal(new(1.2m), _bench.Settle().Runner.Row.Ledger.Perp);
    }

    [Fact]
    public void A_push_during_a_question_is_followed_by_another_question()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        var find = _bench.After(200).Asked<VenueRequest.FindOrder>();
        _bench.Runner.Nudge(place.Order.Item.Id, _bench.Now);
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());

        _bench.Answer(find, new VenueReply.OrderSought(
            new(find.Order, "v1", OrderState.Live, Quantity.Zero, null, _bench.Now), [], _bench.Now));
        Assert.True(_bench.Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void A_leg_that_waits_for_an_answer_does_not_hold_up_the_other()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m), Toy.Sell(Market.Linear, 1m)).Write();
        _bench.Asked<VenueRequest.PlaceOrder>();
        var perp = _bench.Asked<VenueRequest.PlaceOrder>();
        Assert.Equal(Market.Linear, perp.Order.Item.Draft.Market);

        _bench.Answer(perp, new VenueReply.Accepted("v2"));
        Assert.True(_bench.After(200).Wants<VenueRequest.FindOrder>());
        Assert.True(_bench.Pump().OfType<Need.Wait>().Any());
    }

    [Fact]
    public void A_cancel_that_overtakes_the_answer_to_its_order_does_no_harm()
    {
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Look(new MachineCommand.Cancel(place.Order.Item.Id)).Write();
        _bench.Answer(_bench.Asked<VenueRequest.CancelOrder>(), new VenueReply.Accepted("v1"));
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());

        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(OrderState.Cancelled, 0m);
        Assert.Equal(IntentStatus.CancelledZero, Ended.Intent.Status);
    }

    [Fact]
    public void A_cancel_that_was_accepted_does_not_say_what_was_filled()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.Look(new MachineCommand.Cancel(place.Order.Item.Id)).Write();
        _bench.Answer(_bench.Asked<VenueRequest.CancelOrder>(), new VenueReply.Accepted("v1"));
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended);

        _bench.Find(OrderState.Cancelled, 0.3m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 0.3m));
        Assert.Equal(IntentStatus.CancelledPartial, Ended.Intent.Status);
        Assert.Equal(new(0.3m), _bench.Write().Runner.Row.Ledger.Perp);
    }

    private void LoseRequest() =>
        _bench.Answer(_bench.Send(Toy.Buy(Market.Spot, 1m)), new VenueReply.Ambiguous("time-out"));
}
