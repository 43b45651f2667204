using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Many orders of one market, each in a slot of its own.</summary>
public sealed class RunnerSlotTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Orders_of_several_slots_are_one_write_and_rest_side_by_side()
    {
        var placed = Rest(1, 2, 3);
        Assert.Equal(3, placed.Distinct().Count());
        Assert.Equal(2, _bench.Runner.Row.Version);
        Assert.Equal(3, _bench.Runner.Row.Journal.Open.Count());
    }

    [Fact]
    public void A_slot_has_one_open_order_at_a_time()
    {
        Rest(1);
        Assert.Throws<InvalidOperationException>(() => _bench.Look(Toy.Rest(1, Side.Sell)));
    }

    [Fact]
    public void A_ladder_names_its_orders_by_one_count_that_a_restart_goes_on_with()
    {
        var first = Rest(1)[0];
        Live(first);
        _bench.Settle();
        var next = new Bench(_bench.Now, _bench.Runner.Row);
        next.Look(Toy.Rest(2, Side.Buy), Toy.Rest(2, Side.Buy, generation: 2)).Write();
        var ids = next.Runner.Row.Journal.Intents.Select(i => i.Id).ToList();
        Assert.Equal([0, 1, 0], ids.Select(Attempt));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal([1, 2], next.Runner.Row.Attempts.Keys);
    }

    [Fact]
    public void A_ladder_that_is_over_is_counted_no_more()
    {
        Rest(1);
        _bench.Look(new MachineCommand.Retire(2)).Write();
        Assert.Empty(_bench.Runner.Row.Attempts);
    }

    [Fact]
    public void The_same_order_has_the_same_name_on_every_run()
    {
        var (again, other) = (new Bench(), new Bench());
        again.Look(Toy.Rest(1, Side.Buy)).Write();
        other.Look(Toy.Rest(1, Side.Sell)).Write();
        Assert.Equal(Rest(1)[0], again.Intent().Id);
        Assert.NotEqual(again.Intent().Id, other.Intent().Id);
    }

    [Fact]
    public void What_rests_in_a_slot_is_asked_after_once_a_minute_and_whenever_something_is_pushed()
    {
        var id = Rest(1)[0];
        Live(id);
        Assert.False(_bench.After(50_000).Wants<VenueRequest.FindOrder>());
        Assert.False(_bench.After(9_000).Wants<VenueRequest.FindOrder>());
        Assert.True(_bench.After(1_000).Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void What_was_pushed_and_does_not_show_yet_is_asked_for_again_until_it_must()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.Runner.Nudge(id, _bench.Now);
        Live(id);
        Live(id, after: 1_000);
        Live(id, after: 1_200);
        Live(id, after: 2_400);
        Live(id, after: 4_800);
        Assert.False(_bench.After(50_000).Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void A_cancel_that_was_lost_is_sent_again_until_the_order_is_gone()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.Look(new MachineCommand.Cancel(id)).Write();
        _bench.Answer(_bench.Asked<VenueRequest.CancelOrder>(), new VenueReply.Ambiguous("time-out"));
        _bench.After(1_100).Find(OrderState.Live, 0m);
        _bench.Answer(_bench.Asked<VenueRequest.CancelOrder>(), new VenueReply.Accepted("v1"));
        _bench.After(1_100).Find(OrderState.Cancelled, 0m);
        Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^1]);
        Assert.False(_bench.Wants<VenueRequest.CancelOrder>());
    }

    [Fact]
    public void A_market_with_resting_orders_is_compared_like_one_at_rest()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.Runner.Reconcile();
        Compare(position: 0m, id);
        Assert.Empty(_bench.Runner.TakeAlarms());
        Assert.False(_bench.Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void An_order_that_is_on_no_list_any_more_is_asked_after()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.Runner.Reconcile();
        Compare(position: 0m);
        _bench.Find(OrderState.Filled, 1m, _bench.Fill(id, Market.Linear, Side.Buy, 1m));
        Assert.Equal(IntentStatus.Filled, Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^1]).Intent.Status);
    }

    [Fact]
    public void An_order_that_the_list_shows_with_more_than_was_heard_of_is_asked_after_though_the_position_agrees()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.Runner.Reconcile();
        CompareListed(position: 0m, new LiveOrder(id.Text, new(0.4m)));
        Assert.Equal(id, _bench.Asked<VenueRequest.FindOrder>().Order);
    }

    [Fact]
    public void What_was_refused_in_the_last_seconds_stays_in_the_row_to_be_counted_beside_the_last_32()
    {
        for (var i = 0; i < 40; i++)
        {
            var place = _bench.Send(Toy.Rest(1, Side.Buy));
            _bench.Answer(place, new VenueReply.Refused(RefusalKind.Funds, "110007", "too little")).Settle();
        }

        Assert.Equal(40, _bench.Runner.Row.Journal.Intents.Length);
        _bench.After(11_000);
        Rest(1);
        Assert.Equal(OrderJournal.Kept, _bench.Runner.Row.Journal.Intents.Count(i => !i.IsOpen));
    }

    [Fact]
    public void A_difference_is_booked_as_an_outside_event_only_after_every_resting_order_was_asked_after()
    {
        var id = Rest(1)[0];
        Live(id);
        _bench.After(1_000).Runner.Reconcile();
        Compare(position: 0.4m, id);
        // The part was ours: it is booked as a fill, and nothing is unexplained.
        _bench.Find(OrderState.Live, 0.4m, _bench.Fill(id, Market.Linear, Side.Buy, 0.4m)).Settle();
        _bench.After(10_000);
        Compare(position: 0.4m, id);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
        Assert.Equal(new(0.4m), _bench.Runner.Row.Ledger.Perp);
    }

    [Fact]
    public void What_was_in_no_list_long_ago_is_asked_after_once_more_before_it_is_proven_absent()
    {
        _bench.Look(Toy.Rest(1, Side.Buy), Toy.Rest(2, Side.Buy)).Write();
        _bench.Answer(_bench.Asked<VenueRequest.PlaceOrders>(), new VenueReply.Ambiguous("time-out"));
        var (first, second) = (_bench.Asked<VenueRequest.FindOrder>(), _bench.Asked<VenueRequest.FindOrder>());
        _bench.After(6_500).Answer(first, new VenueReply.OrderSought(null, [], _bench.Now));
        _bench.After(1_000).FindNothing();
        // Nothing is proven while the other one may trade, and that lasts.
        Compare(position: 0m);
        _bench.After(6_000).Answer(second, new VenueReply.OrderSought(
            new(second.Order, "v2", OrderState.Live, Quantity.Zero, null, _bench.Now), [], _bench.Now));
        Compare(position: 0m, second.Order);
        Assert.Empty(_bench.Toy.Heard.OfType<MachineEvent.Ended>());

        _bench.Find(OrderState.Filled, 1m, _bench.Fill(first.Order, Market.Linear, Side.Buy, 1m));

        var ended = Assert.IsType<MachineEvent.Ended>(_bench.Toy.Heard[^1]).Intent;
        Assert.Equal((first.Order, IntentStatus.Filled), (ended.Id, ended.Status));
    }

    private List<ClientOrderId> Rest(params int[] indices) => _bench.Rest(indices);

    private void Live(ClientOrderId id, int after = 200)
    {
        var find = _bench.After(after).Asked<VenueRequest.FindOrder>();
        Assert.Equal(id, find.Order);
        _bench.Answer(find, new VenueReply.OrderSought(
            new(id, "v1", OrderState.Live, Quantity.Zero, null, _bench.Now), [], _bench.Now));
        _bench.Settle();
    }

    private void Compare(decimal position, params ClientOrderId[] open) =>
        CompareListed(position, [.. open.Select(o => new LiveOrder(o.Text, Quantity.Zero))]);

    private void CompareListed(decimal position, params LiveOrder[] open)
    {
        _bench.Answer(_bench.Asked<VenueRequest.ReadFlows>(), new VenueReply.FlowsRead([], _bench.Now));
        _bench.Answer(_bench.Asked<VenueRequest.ReadAccount>(), _bench.Account(0m, position, open));
    }

    private static int Attempt(ClientOrderId id) =>
        ClientOrderId.TryParse(Bench.Ours, id.Text, out _, out _, out var attempt) ? attempt : -1;
}
