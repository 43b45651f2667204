using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>The venue against the ledger: what is ours, what is not, and what moved it.</summary>
public sealed class RunnerComparingTests
{
    private static readonly Coin s_btc = new("BTC");
    private readonly Bench _bench = new();

    [Fact]
    public void Nothing_is_decided_before_it_is_known_what_was_there_already()
    {
        var bench = new Bench(baseline: false);
        bench.Runner.Wake();
        Assert.DoesNotContain(bench.Pump(), n => n is Need.ReadKill);

        bench.Compare(balance: 3m, position: 0m);
        bench.Take<Need.ReadKill>();
        bench.Runner.KillRead(new());
        bench.Answer(bench.Asked<VenueRequest.ReadMarket>(), bench.Market()).Write();
        Assert.IsType<MachineEvent.Seen>(bench.Toy.Heard[^1]);
        Assert.Equal(new(3m), bench.Runner.Row.Baseline!.Coins);
    }

    [Fact]
    public void A_position_that_no_ledger_explains_refuses_the_start_and_is_left_alone()
    {
        var bench = new Bench(baseline: false);
        bench.Compare(balance: 0m, position: -2m);
        Assert.Contains("-2 on BTCUSDT", Assert.Single(bench.Runner.TakeAlarms()), StringComparison.Ordinal);

        bench.Write().After(30_000).Compare(balance: 0m, position: -2m);
        Assert.Empty(bench.Runner.TakeAlarms());
        Assert.Empty(bench.Toy.Heard);

        bench.After(30_000).Compare(balance: 0m, position: 0m).Take<Need.ReadKill>();
    }

    [Fact]
    public void A_baseline_is_neither_counted_nor_a_difference()
    {
        var bench = Begin(new(baseline: false), 3m);
        bench.Runner.Reconcile();
        bench.Compare(balance: 3m, position: 0m);
        Assert.IsType<MachineEvent.Agreed>(bench.Toy.Heard[^1]);
    }

    [Fact]
    public void A_funding_flow_is_booked_once_however_often_and_late_it_is_read()
    {
        var funding = Funding("f1", _bench.After(1_000).Now, 0.5m);
        _bench.Runner.Reconcile();
        _bench.Compare(0m, 0m, funding).Settle().Runner.Reconcile();
        var second = Funding("f2", _bench.After(30_000).Now, 0.25m);
        _bench.Compare(0m, 0m, funding, second).Settle().Runner.Reconcile();
        _bench.Compare(0m, 0m, second, funding).Settle();

        Assert.Equal(new(0.75m), _bench.Runner.Row.Ledger.Funding);
        Assert.Equal(new(0.75m), _bench.Runner.Row.Ledger.Cash);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    [Fact]
    public void More_flows_than_are_remembered_are_booked_once_each()
    {
        var at = _bench.After(1_000).Now;
        var many = Enumerable.Range(0, 200)
            .Select(i => Funding($"f{i}", at + TimeSpan.FromMilliseconds(i), 1m)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            _bench.Runner.Reconcile();
            _bench.Compare(0m, 0m, many).Settle();
        }

        Assert.Equal(new(200m), _bench.Runner.Row.Ledger.Funding);
        Assert.InRange(_bench.Runner.Row.Booked.Length, 1, 16);
    }

    [Fact]
    public void What_moved_before_the_baseline_is_not_ours()
    {
        var bench = new Bench(baseline: false);
        var early = Outside(bench.Now - TimeSpan.FromSeconds(20), Market.Spot, 1m);
        Begin(bench, 1m, early).Runner.Reconcile();
        bench.After(1_000).Compare(1m, 0m, early);

        Assert.Equal(Quantity.Zero, bench.Runner.Row.Ledger.Base);
        Assert.DoesNotContain(bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    [Fact]
    public void A_deleveraged_position_is_booked_with_its_evidence_and_disturbs()
    {
        Hold(Market.Linear, Side.Sell, 1m);
        _bench.Runner.Reconcile();
        _bench.After(1_000).Compare(0m, -0.5m, Outside(_bench.Now, Market.Linear, 0.5m, VenueFlowKind.Deleveraged));

        var disturbed = _bench.Toy.Heard.OfType<MachineEvent.Disturbed>().Single();
        Assert.Equal(VenueFlowKind.Deleveraged, disturbed.Flows[0].Kind);
        Assert.IsType<MachineEvent.Agreed>(_bench.Toy.Heard[^1]);
        Assert.Equal(new(-0.5m), _bench.Write().Runner.Row.Ledger.Perp);
    }

    [Fact]
    public void A_persons_trades_on_spot_are_in_their_own_coins_until_those_are_used_up()
    {
        var bench = Begin(new(baseline: false), 2m);
        Reconcile(bench, 5m, Outside(bench.After(10).Now, Market.Spot, 3m, id: "bought"));
        Assert.Equal(Quantity.Zero, bench.Runner.Row.Ledger.Base);
        Reconcile(bench, 1m, Outside(bench.After(10).Now, Market.Spot, -4m, id: "sold"));
        Assert.Equal(new(1m), bench.Runner.Row.Baseline!.Coins);
        Assert.DoesNotContain(bench.Toy.Heard, e => e is MachineEvent.Disturbed);

        Reconcile(bench, -1m, Outside(bench.After(10).Now, Market.Spot, -2m, id: "too much"));
        Assert.Equal(new(-1m), bench.Runner.Row.Ledger.Base);
        Assert.Equal(Quantity.Zero, bench.Runner.Row.Baseline.Coins);
        Assert.Contains(bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    [Fact]
    public void Coins_that_a_person_pays_in_disturb_nothing()
    {
        Reconcile(_bench, 7m, Transfer(_bench.After(10).Now, 7m));
        Assert.Equal(new(7m), _bench.Runner.Row.Baseline!.Coins);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    [Fact]
    public void A_difference_is_waited_for_while_a_flow_may_still_show()
    {
        Hold(Market.Linear, Side.Sell, 1m);
        _bench.Runner.Reconcile();
        for (var waited = 0; waited <= 5_000; waited += 1_000)
        {
            _bench.Compare(0m, -0.5m);
            FindAllSettled();
            _bench.After(1_000);
        }

        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
        _bench.Compare(0m, -0.5m, Outside(_bench.Now, Market.Linear, 0.5m, VenueFlowKind.Deleveraged));
        Assert.Equal(new(-0.5m), _bench.Write().Runner.Row.Ledger.Perp);
        Assert.Contains(_bench.Toy.Heard, e => e is MachineEvent.Agreed);
    }

    [Fact]
    public void A_difference_that_nothing_explains_is_booked_and_disturbs()
    {
        Hold(Market.Linear, Side.Sell, 1m);
        _bench.Runner.Reconcile();
        for (var waited = 0; waited <= 7_000; waited += 1_000)
        {
            _bench.Compare(0m, -0.5m);
            FindAllSettled();
            _bench.After(1_000);
        }

        var disturbed = _bench.Toy.Heard.OfType<MachineEvent.Disturbed>().Single();
        Assert.Contains("position 0.5", disturbed.Evidence, StringComparison.Ordinal);
        _bench.Write().Compare(0m, -0.5m);
        Assert.IsType<MachineEvent.Agreed>(_bench.Toy.Heard[^1]);
        var transfer = _bench.Runner.Row.Outbox.SelectMany(e => e.Flows).Last();
        Assert.Equal((EvenKeel.Accounting.FlowKind.Transfer, new Quantity(0.5m)), (transfer.Kind, transfer.Quantity));
    }

    [Fact]
    public void What_an_ended_order_traded_late_is_booked_and_disturbs()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(OrderState.Cancelled, 0m).Write();
        _bench.Runner.Reconcile();
        _bench.Compare(0m, 1m);
        _bench.Find(OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1m));

        Assert.Contains(
            "after all", Assert.IsType<MachineEvent.Disturbed>(_bench.Toy.Heard[^1]).Evidence,
            StringComparison.Ordinal);
        _bench.Write();
        Assert.Equal(new(1m), _bench.Runner.Row.Ledger.Perp);
        Assert.Equal(IntentStatus.CancelledZero, _bench.Runner.Row.Journal.Intents[0].Status);
        _bench.After(1_000).Compare(0m, 1m);
        Assert.IsType<MachineEvent.Agreed>(_bench.Toy.Heard[^1]);
    }

    [Fact]
    public void A_push_about_an_ended_order_is_enough_to_ask_after_it_again()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(
            place, new VenueReply.Refused(RefusalKind.Funds, "110007", "ab not enough for new order")).Write();
        _bench.Runner.Nudge(place.Order.Item.Id, _bench.Now);
        _bench.Find(OrderState.Live, 0m);

        Assert.Equal(place.Order.Item.Id, _bench.Asked<VenueRequest.CancelOrder>().Order);
        Assert.Contains("live at the venue", Assert.Single(_bench.Runner.TakeAlarms()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_leg_that_agrees_is_proven_though_the_other_does_not()
    {
        _bench.Answer(_bench.Send(Toy.Buy(Market.Spot, 1m)), new VenueReply.Ambiguous("time-out"));
        _bench.After(6_001).FindNothing();
        _bench.After(1_000).FindNothing();
        _bench.Compare(balance: 0m, position: 5m);

        var ended = _bench.Toy.Heard.OfType<MachineEvent.Ended>().Single();
        Assert.Equal(IntentStatus.NeverArrived, ended.Intent.Status);
        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Agreed or MachineEvent.Disturbed);
    }

    [Fact]
    public void An_order_on_its_way_is_not_declared_dead_by_an_account_that_agrees()
    {
        _bench.Runner.Reconcile();
        var flows = _bench.Asked<VenueRequest.ReadFlows>();
        _bench.Answer(flows, new VenueReply.FlowsRead([], _bench.Now));
        var account = _bench.Asked<VenueRequest.ReadAccount>();
        var place = _bench.Send(Toy.Buy(Market.Spot, 1m));
        _bench.Answer(account, _bench.Account(0m, 0m));

        Assert.DoesNotContain(_bench.Toy.Heard, e => e is MachineEvent.Ended or MachineEvent.Agreed);
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        Assert.True(_bench.After(200).Wants<VenueRequest.FindOrder>());
    }

    [Fact]
    public void An_account_that_was_read_before_a_fill_was_booked_says_nothing_against_it()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.Runner.Reconcile();
        _bench.Answer(_bench.Asked<VenueRequest.ReadFlows>(), new VenueReply.FlowsRead([], _bench.Now));
        var account = _bench.Asked<VenueRequest.ReadAccount>();
        _bench.After(200).Find(OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1m));
        _bench.Write().Answer(account, _bench.Account(0m, 0m));

        _bench.Compare(0m, 1m);
        Assert.IsType<MachineEvent.Agreed>(_bench.Toy.Heard[^1]);
    }

    [Fact]
    public void An_order_of_ours_without_an_intent_is_cancelled_and_disturbs_and_a_strangers_is_left_alone()
    {
        var stray = ClientOrderId.Of(Bench.Ours, WorkflowId.Of("toy/BTCUSDT", 7), 0, 0);
        _bench.Runner.Reconcile();
        _bench.Answer(_bench.Asked<VenueRequest.ReadFlows>(), new VenueReply.FlowsRead([], _bench.Now));
        _bench.Answer(_bench.Asked<VenueRequest.ReadAccount>(), _bench.Account(
            0m, 0m, new("a-person", Quantity.Zero), new(stray.Text, Quantity.Zero)));

        Assert.Equal(stray, _bench.Asked<VenueRequest.CancelOrder>().Order);
        Assert.Equal(stray, _bench.Asked<VenueRequest.CancelOrder>().Order);
        Assert.False(_bench.Wants<VenueRequest.CancelOrder>());
        Assert.Contains(_bench.Toy.Heard, e => e is MachineEvent.Disturbed);
    }

    private static VenueFlow Funding(string id, Instant at, decimal change) => new(
        id, at, VenueFlowKind.Funding, Market.Linear, new("USDT"), new(-1m), new(100m), new(0.001m), change);

    private static VenueFlow Outside(
        Instant at, Market market, decimal quantity, VenueFlowKind kind = VenueFlowKind.OutsideTrade,
        string id = "o1") =>
        new(id, at, kind, market, new("USDT"), new(quantity), new(100m), Rate.Zero, 0m);

    private static VenueFlow Transfer(Instant at, decimal change) => new(
        "t1", at, VenueFlowKind.Transfer, Market.Spot, s_btc, new(change), new(100m), Rate.Zero, change);

    private static Bench Begin(Bench bench, decimal balance, params VenueFlow[] flows) =>
        bench.Compare(balance, 0m, flows).Look().Write();

    private static void Reconcile(Bench bench, decimal balance, VenueFlow flow)
    {
        bench.Runner.Reconcile();
        bench.Compare(balance, 0m, flow).Write();
    }

    private void Hold(Market market, Side side, decimal quantity)
    {
        var place = _bench.Send(side == Side.Buy ? Toy.Buy(market, quantity) : Toy.Sell(market, quantity));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(
            OrderState.Filled, quantity, _bench.Fill(place.Order.Item.Id, market, side, quantity)).Write();
    }

    private void FindAllSettled()
    {
        while (_bench.Wants<VenueRequest.FindOrder>())
        {
            _bench.Find(OrderState.Filled, 1m, _bench.Fill(_bench.Intent().Id, Market.Linear, Side.Sell, 1m));
        }
    }
}
