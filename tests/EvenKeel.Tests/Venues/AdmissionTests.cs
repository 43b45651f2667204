using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>What the venue refuses, and that a refused order does not exist.</summary>
public sealed class AdmissionTests
{
    [Theory]
    [InlineData(-2000, true)]
    [InlineData(-2001, false)]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void A_timestamp_is_taken_within_the_window_and_a_second_ahead(int offset, bool taken)
    {
        var scene = new Scene();
        scene.WaitMs(10_000);

        var reply = scene.Place(
            Scene.Draft(Market.Spot, Side.Buy, 0.01m), out var id, scene.Now + TimeSpan.FromMilliseconds(offset));

        Assert.Equal(taken, reply is VenueReply.Accepted);
        Assert.Equal(taken ? null : RefusalKind.Clock, (reply as VenueReply.Refused)?.Kind);
        Assert.Equal(taken, scene.Find(Market.Spot, id).Report is not null);
    }

    [Fact]
    public void A_client_order_id_is_taken_for_ever()
    {
        var scene = new Scene();
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.01m), out var id);

        Assert.IsType<VenueReply.Duplicate>(scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.01m), id));
        scene.Wait(TimeSpan.FromDays(400));
        scene.Venue.Restart();
        scene.Venue.Fold(scene.Now);
        Assert.IsType<VenueReply.Duplicate>(scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.01m), id));
        Assert.Single(scene.Accepted);
    }

    [Fact]
    public void A_refused_order_leaves_its_id_free()
    {
        var scene = new Scene();
        scene.Place(Scene.Draft(Market.Linear, Side.Buy, 0.0001m), out var id);

        Assert.Null(scene.Find(Market.Linear, id).Report);
        Assert.IsType<VenueReply.Accepted>(scene.Place(Scene.Draft(Market.Linear, Side.Buy, 0.001m), id));
    }

    [Theory]
    [InlineData(Market.Linear, "0.0015", "50000")]
    [InlineData(Market.Linear, "0.001", "50000.05")]
    [InlineData(Market.Spot, "0.0000105", "50000")]
    [InlineData(Market.Spot, "0.00001", "50000")]
    [InlineData(Market.Spot, "0.0001", "49999.9")]
    [InlineData(Market.Spot, "0", "50000")]
    [InlineData(Market.Spot, "-1", "50000")]
    [InlineData(Market.Spot, "0.001", "-5")]
    public void Quantity_price_and_worth_must_fit_the_instrument(Market market, string quantity, string limit) =>
        Assert.Equal(RefusalKind.Shape, new Scene().Refused(Scene.Draft(
            market, Side.Buy, decimal.Parse(quantity, null), decimal.Parse(limit, null))));

    [Fact]
    public void The_tick_is_the_one_that_holds_at_the_time()
    {
        var early = new SimulatedVenue(Scene.Prompt, 1, Instant.At(2025, 3, 21, 9), [(Scene.Usdt, 1m)]);

        Assert.Equal(0.01m, early.InstrumentOf(Market.Spot, Scene.Btc).Tick.Value);
        early.AdvanceTo(Instant.At(2025, 3, 21, 10));
        Assert.Equal(0.1m, early.InstrumentOf(Market.Spot, Scene.Btc).Tick.Value);
    }

    [Fact]
    public void Post_only_without_a_price_and_reduce_only_on_spot_make_no_sense()
    {
        var scene = new Scene();

        Assert.Equal(RefusalKind.Shape, scene.Refused(Scene.Draft(
            Market.Linear, Side.Buy, 1m, inForce: TimeInForce.PostOnly)));
        Assert.Equal(RefusalKind.Shape, scene.Refused(Scene.Draft(Market.Spot, Side.Buy, 1m, reduceOnly: true)));
    }

    [Fact]
    public void An_unknown_symbol_is_a_matter_of_shape()
    {
        var scene = new Scene();
        var draft = Scene.Draft(Market.Spot, Side.Buy, 1m) with { Symbol = new("NOPEUSDT") };

        Assert.Equal(RefusalKind.Shape, scene.Refused(draft));
    }

    [Fact]
    public void A_reduce_only_order_needs_a_position_on_the_other_side()
    {
        var scene = new Scene();
        var draft = Scene.Draft(Market.Linear, Side.Buy, 1m, reduceOnly: true);

        Assert.Equal(RefusalKind.ReduceOnly, scene.Refused(draft));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1m));
        Assert.Equal(RefusalKind.ReduceOnly, scene.Refused(draft));
    }

    [Fact]
    public void A_purchase_needs_the_cash_that_open_purchases_leave()
    {
        var scene = new Scene(usdt: 100_000m);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 49_000m, TimeInForce.GoodTillCancel));

        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Spot, Side.Buy, 1.1m, 50_001m)));
        Assert.Equal(OrderState.Filled, scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m, 50_001m)).State);
    }

    [Fact]
    public void A_sale_needs_the_coin_unless_it_may_borrow()
    {
        var scene = new Scene(btc: 0.5m);

        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Spot, Side.Sell, 1m)));
        Assert.Equal(OrderState.Filled, scene.Do(Scene.Draft(Market.Spot, Side.Sell, 1m, onMargin: true)).State);
        Assert.Equal((0m, 0.5m), scene.Venue.Held(Scene.Coin));
    }

    [Fact]
    public void What_is_sold_by_open_orders_cannot_be_sold_again()
    {
        var scene = new Scene(btc: 1m);
        scene.Do(Scene.Draft(Market.Spot, Side.Sell, 0.6m, 51_000m, TimeInForce.GoodTillCancel));

        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Spot, Side.Sell, 0.5m)));
    }

    [Fact]
    public void Initial_margin_bounds_a_position_and_never_its_reduction()
    {
        var scene = new Scene(usdt: 10_000m);

        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Linear, Side.Buy, 2.1m, 50_011m)));
        scene.Do(Scene.Draft(Market.Linear, Side.Buy, 1.9m, 50_011m));
        Assert.Equal(RefusalKind.Funds, scene.Refused(Scene.Draft(Market.Linear, Side.Buy, 0.2m, 50_011m)));
        Assert.Equal(OrderState.Filled, scene.Do(Scene.Draft(Market.Linear, Side.Sell, 1.9m)).State);
    }

    [Fact]
    public void A_halted_leg_takes_no_order_and_meets_none()
    {
        var scene = new Scene();
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 1m, 49_990m, TimeInForce.GoodTillCancel), out var id);
        scene.Venue.Halt(Market.Spot, Scene.Btc);

        Assert.Equal(RefusalKind.Halted, scene.Refused(Scene.Draft(Market.Spot, Side.Buy, 1m)));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_900m), new(49_901m), new(5m));
        Assert.Empty(scene.Fills);
        Assert.Null(scene.Quoted().Spot);
        scene.Venue.Resume(Market.Spot, Scene.Btc);
        Assert.Equal(id, Assert.Single(scene.Fills).Order);
    }

    [Fact]
    public void A_leg_without_a_price_takes_no_order()
    {
        var scene = new Scene();
        scene.Venue.Quote(Market.Spot, Scene.Btc, [], []);

        Assert.Equal(RefusalKind.Halted, scene.Refused(Scene.Draft(Market.Spot, Side.Buy, 1m, 50_000m)));
    }

    [Fact]
    public void At_most_500_orders_are_open()
    {
        var scene = new Scene();
        for (var i = 0; i < 500; i++)
        {
            scene.Do(Scene.Draft(Market.Linear, Side.Buy, 0.001m, 40_000m + i, TimeInForce.GoodTillCancel));
        }

        Assert.Equal(RefusalKind.Shape, scene.Refused(
            Scene.Draft(Market.Linear, Side.Buy, 0.001m, 40_000m, TimeInForce.GoodTillCancel)));
        Assert.Equal(OrderState.Filled, scene.Do(Scene.Draft(Market.Spot, Side.Buy, 0.001m)).State);
    }
}
