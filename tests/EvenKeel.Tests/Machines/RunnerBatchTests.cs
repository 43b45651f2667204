using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>What one write has released leaves together; from its answer on each order goes its own way.</summary>
public sealed class RunnerBatchTests
{
    private static readonly VenueReply s_accepted = new VenueReply.Accepted("v1");
    private static readonly VenueReply s_refused = new VenueReply.Refused(RefusalKind.Funds, "110007", "no margin");

    private readonly Bench _bench = new();

    [Fact]
    public void Orders_of_five_slots_are_one_write_and_one_request()
    {
        var batch = Placed(5);

        Assert.Equal(_bench.Runner.Row.Journal.Intents, batch.Items.Select(i => i.Order.Item));
        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
        Assert.False(_bench.Wants<VenueRequest.PlaceOrders>());
    }

    [Fact]
    public void The_legs_of_a_carry_are_of_two_markets_and_share_no_request()
    {
        _bench.Look(Toy.Buy(Market.Spot, 1m), Toy.Sell(Market.Linear, 1m)).Write();

        Assert.Equal(Market.Spot, _bench.Asked<VenueRequest.PlaceOrder>().Order.Item.Draft.Market);
        Assert.Equal(Market.Linear, _bench.Asked<VenueRequest.PlaceOrder>().Order.Item.Draft.Market);
        Assert.False(_bench.Wants<VenueRequest.PlaceOrders>());
    }

    [Fact]
    public void One_order_refused_of_five_frees_its_slot_alone()
    {
        var batch = Placed(5);
        _bench.Answer(batch, Each(s_accepted, s_accepted, s_refused, s_accepted, s_accepted));

        Assert.Equal(batch.Items[2].Order.Item.Id, Assert.Single(Ended()).Id);
        Assert.Equal(IntentStatus.Refused, Ended()[0].Status);
        _bench.Settle();
        Assert.Equal(4, _bench.Runner.Row.Journal.Open.Count(i => i.Status == IntentStatus.Acknowledged));
        // The slot is free for another attempt, and no other is
        _bench.Look(Toy.Rest(3, Side.Buy)).Write();
        Assert.Single(_bench.Asked<VenueRequest.PlaceOrder>().Parts());
        Assert.Throws<InvalidOperationException>(() => _bench.Look(Toy.Rest(4, Side.Buy)));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("one for all")]
    [InlineData("clock")]
    public void An_answer_that_says_nothing_of_each_leaves_all_in_doubt_and_none_is_sent_twice(string answer)
    {
        var batch = Placed(3);
        _bench.Answer(batch, answer switch
        {
            "lost" => new VenueReply.Ambiguous("time-out"),
            "short" => Each(s_refused, s_refused),
            "long" => Each(s_refused, s_refused, s_refused, s_refused),
            "one for all" => s_accepted,
            _ => new VenueReply.Refused(RefusalKind.Clock, "10002", "timestamp"),
        });

        // Each is asked after; what is found is adopted, and the rest waits for its proof
        Assert.Empty(Ended());
        Assert.Equal(3, _bench.Runner.Row.Journal.Open.Count(i => i.Status == IntentStatus.Intended));
        _bench.Find(OrderState.Live, 0m);
        _bench.FindNothing().FindNothing();
        Assert.Empty(Ended());
        Assert.False(_bench.After(60_000).Wants<VenueRequest.PlaceOrders>());
        Assert.False(_bench.Wants<VenueRequest.PlaceOrder>());
    }

    [Fact]
    public void What_never_arrived_of_a_lost_batch_is_proven_so_for_each()
    {
        var batch = Placed(3);
        _bench.Answer(batch, new VenueReply.Ambiguous("time-out"));
        _bench.After(6_100).FindNothing().FindNothing().FindNothing();
        _bench.After(1_100).FindNothing().FindNothing().FindNothing();
        // The first comparison began before all of them were empty twice
        _bench.Compare(balance: 0m, position: 0m).After(1_000).Compare(balance: 0m, position: 0m);

        Assert.Equal(batch.Items.Select(i => i.Order.Item.Id), Ended().Select(i => i.Id));
        Assert.All(Ended(), i => Assert.Equal(IntentStatus.NeverArrived, i.Status));
    }

    [Fact]
    public void A_refusal_of_the_whole_refuses_each()
    {
        _bench.Answer(Placed(3), new VenueReply.Refused(RefusalKind.RateLimited, "10006", "too many visits"));
        Assert.All(Ended(), i => Assert.Equal(IntentStatus.Refused, i.Status));
        Assert.Equal(3, Ended().Count);
    }

    [Fact]
    public void What_our_own_side_did_not_send_was_sent_for_none()
    {
        _bench.Answer(Placed(3), new VenueReply.NotSent("no budget left"));
        Assert.All(Ended(), i => Assert.Equal(IntentStatus.NeverSent, i.Status));
        Assert.Equal(3, Ended().Count);
    }

    [Fact]
    public void A_batch_that_waited_half_its_lease_is_not_sent()
    {
        _bench.Look(Toy.Rest(1, Side.Buy), Toy.Rest(2, Side.Buy));
        _bench.Take<Need.WriteRow>();
        _bench.After(501).Runner.Wrote(_bench.Now);

        Assert.False(_bench.Wants<VenueRequest.PlaceOrders>());
        Assert.Equal([IntentStatus.NeverSent, IntentStatus.NeverSent], Ended().Select(i => i.Status));
    }

    [Fact]
    public void What_is_more_than_one_request_takes_goes_in_two()
    {
        Assert.Equal(20, Placed(25).Items.Length);
        Assert.Equal(5, _bench.Asked<VenueRequest.PlaceOrders>().Items.Length);
    }

    [Fact]
    public void Cancels_of_one_write_are_one_request_and_each_is_sought_for_itself()
    {
        var ids = Resting(3);
        _bench.Look([.. ids.Select(id => new MachineCommand.Cancel(id))]).Write();
        var batch = _bench.Asked<VenueRequest.CancelOrders>();
        Assert.Equal(ids, batch.Items.Select(i => i.Order));

        var gone = new VenueReply.Refused(RefusalKind.Gone, "110001", "too late");
        _bench.Answer(batch, Each(s_accepted, gone, s_accepted)).After(200);
        _bench.Find(OrderState.Cancelled, 0m);
        _bench.Find(OrderState.Filled, 1m, _bench.Fill(ids[1], Market.Linear, Side.Buy, 1m));
        _bench.Find(OrderState.Cancelled, 0m);
        Assert.Equal(
            [IntentStatus.CancelledZero, IntentStatus.Filled, IntentStatus.CancelledZero],
            Ended().Select(i => i.Status));
    }

    [Fact]
    public void A_lost_batch_of_cancels_is_repeated_for_what_still_lives()
    {
        var ids = Resting(2);
        _bench.Look([.. ids.Select(id => new MachineCommand.Cancel(id))]).Write();
        _bench.Answer(_bench.Asked<VenueRequest.CancelOrders>(), new VenueReply.Ambiguous("time-out"));
        _bench.After(1_100).Find(OrderState.Live, 0m);
        _bench.Find(OrderState.Cancelled, 0m);

        Assert.Equal(ids[0], _bench.Asked<VenueRequest.CancelOrder>().Order);
        Assert.False(_bench.Wants<VenueRequest.CancelOrder>());
    }

    [Fact]
    public void What_ended_before_the_cancels_were_written_needs_none()
    {
        var ids = Resting(3);
        _bench.Look([.. ids.Select(id => new MachineCommand.Cancel(id))]);
        _bench.Take<Need.WriteRow>();
        _bench.Runner.Nudge(ids[0], _bench.Now);
        _bench.Runner.Wrote(_bench.Now);
        Assert.Equal(ids, _bench.Asked<VenueRequest.CancelOrders>().Items.Select(i => i.Order));

        // A question that was on its way when the write began ends one of them
        var other = new Bench(_bench.Now, null);
        var placed = Resting(3, other);
        other.Runner.Nudge(placed[0], other.Now);
        var asked = other.Asked<VenueRequest.FindOrder>();
        other.Look([.. placed.Select(id => new MachineCommand.Cancel(id))]);
        other.Take<Need.WriteRow>();
        other.Answer(asked, new VenueReply.OrderSought(
            new(placed[0], "v1", OrderState.Filled, new(1m), null, other.Now),
            [other.Fill(placed[0], Market.Linear, Side.Buy, 1m)], other.Now));
        other.Runner.Wrote(other.Now);
        Assert.Equal(placed[1..], other.Asked<VenueRequest.CancelOrders>().Items.Select(i => i.Order));
    }

    private VenueRequest.PlaceOrders Placed(int count)
    {
        _bench.Look([.. Enumerable.Range(1, count).Select(i => Toy.Rest(i, Side.Buy))]).Write();
        return _bench.Asked<VenueRequest.PlaceOrders>();
    }

    private List<ClientOrderId> Resting(int count, Bench? bench = null)
    {
        bench ??= _bench;
        var ids = bench.Rest([.. Enumerable.Range(1, count)]);
        bench.After(200);
        ids.ForEach(_ => bench.Find(OrderState.Live, 0m));
        bench.Settle();
        return ids;
    }

    private List<OrderIntent> Ended() => [.. _bench.Toy.Heard.OfType<MachineEvent.Ended>().Select(e => e.Intent)];

    private static VenueReply.Each Each(params VenueReply[] replies) => new([.. replies]);
}
