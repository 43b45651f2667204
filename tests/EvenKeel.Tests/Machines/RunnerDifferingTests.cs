using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Machines;

/// <summary>Legs that differ from the ledger, and for how long each has: when its orders are asked after, and when what
/// nothing explains is booked without a price.</summary>
public sealed class RunnerDifferingTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_leg_that_comes_to_differ_after_the_other_is_asked_after_by_itself()
    {
        var (spot, perp) = (Hold(Market.Spot, Side.Buy), Hold(Market.Linear, Side.Sell));
        _bench.Runner.Reconcile();
        _bench.Compare(balance: 1m, position: -0.5m);
        Assert.Equal([perp], Sought());

        _bench.After(3_000).Compare(balance: 0.7m, position: -0.5m);
        Assert.Equal([spot], Sought());
    }

    [Fact]
    public void What_still_differs_after_a_late_fill_is_a_difference_of_its_own_and_waited_for_anew()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1")).After(200).Find(OrderState.Cancelled, 0m).Write();
        _bench.Runner.Reconcile();
        _bench.Compare(0m, 2m);
        _bench.Find(OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1m)).Write();

        for (var second = 0; second < 4; second++)
        {
            _bench.After(second == 0 ? 6_000 : 1_000).Compare(0m, 2m);
            Sought();
        }

        Assert.DoesNotContain(Unexplained(), _ => true);
        for (var second = 0; second < 4; second++)
        {
            _bench.After(1_000).Compare(0m, 2m);
            Sought();
        }

        Assert.Single(Unexplained());
    }

    [Fact]
    public void What_moves_a_leg_from_outside_while_an_order_of_it_is_on_its_way_is_found_once_that_has_ended()
    {
        var place = _bench.Send(Toy.Buy(Market.Linear, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1")).Runner.Reconcile();
        _bench.Compare(0m, 1.5m);
        _bench.After(200).Find(OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, Market.Linear, Side.Buy, 1m));
        _bench.Write().Compare(0m, 1.5m, new VenueFlow(
            "o1", _bench.Now, VenueFlowKind.OutsideTrade, Market.Linear, new("USDT"), new(0.5m), new(100m), Rate.Zero,
            0m));
        Assert.Single(_bench.Toy.Heard.OfType<MachineEvent.Disturbed>());
    }

    [Fact]
    public void A_difference_that_began_on_a_clock_that_was_ahead_is_not_waited_for_until_then()
    {
        Hold(Market.Linear, Side.Sell);
        _bench.After(3_600_000);
        _bench.Runner.Reconcile();
        _bench.Compare(0m, -0.5m);
        Sought();
        _bench.After(-3_600_000).Settle();
        for (var second = 0; second < 9 && !Unexplained().Any(); second++)
        {
            _bench.After(1_000).Compare(0m, -0.5m);
            Sought();
        }

        Assert.Single(Unexplained());
    }

    [Fact]
    public void A_machine_that_is_new_on_a_clock_that_is_ahead_books_what_is_settled_from_now_on()
    {
        var ahead = Bench.Start + TimeSpan.FromHours(1);
        var bench = new Bench(MachineRow<ToyState>.New("toy/BTCUSDT", new(0), ahead), baseline: false);
        bench.Compare(balance: 0m, position: 0m).Look().Write();
        Assert.Equal(bench.Now, bench.Runner.Row.Ledger.FundingUntil);
    }

    [Fact]
    public void Coins_that_paid_off_what_was_sold_short_are_bought_back_and_no_persons()
    {
        Hold(Market.Spot, Side.Sell);
        _bench.Runner.Reconcile();
        for (var second = 0; second < 9 && !Unexplained().Any(); second++)
        {
            _bench.Compare(0m, 0m);
            Sought();
            _bench.After(1_000);
        }

        var row = _bench.Settle().Runner.Row;
        Assert.Single(Unexplained());
        Assert.Equal((Quantity.Zero, Quantity.Zero), (row.Ledger.Base, row.Baseline!.Coins));
    }

    private IEnumerable<MachineEvent.Disturbed> Unexplained() => _bench.Toy.Heard.OfType<MachineEvent.Disturbed>()
        .Where(d => d.Evidence.StartsWith("unexplained", StringComparison.Ordinal));

    private ClientOrderId Hold(Market market, Side side)
    {
        var place = _bench.Send(side == Side.Buy ? Toy.Buy(market, 1m) : Toy.Sell(market, 1m));
        _bench.Answer(place, new VenueReply.Accepted("v1"));
        _bench.After(200).Find(
            OrderState.Filled, 1m, _bench.Fill(place.Order.Item.Id, market, side, 1m)).Write();
        return place.Order.Item.Id;
    }

    /// <summary>Answers all that is asked after ended orders: as they are booked. Returns which those were.</summary>
    private List<ClientOrderId> Sought()
    {
        List<ClientOrderId> sought = [];
        while (_bench.Wants<VenueRequest.FindOrder>())
        {
            var find = _bench.Asked<VenueRequest.FindOrder>();
            var intent = _bench.Runner.Pending.Journal.Find(find.Order)!;
            var fill = _bench.Fill(find.Order, find.Market, intent.Draft.Side, 1m);
            _bench.Answer(find, new VenueReply.OrderSought(
                new(find.Order, "v1", OrderState.Filled, new(1m), null, _bench.Now), [fill], _bench.Now));
            sought.Add(find.Order);
        }

        _bench.Settle();
        return sought;
    }
}
