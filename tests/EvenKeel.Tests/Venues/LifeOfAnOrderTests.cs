using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>Acknowledged, executed, shown: three different moments; and how long the venue remembers.</summary>
public sealed class LifeOfAnOrderTests
{
    private static readonly OrderDraft Purchase = Scene.Draft(Market.Spot, Side.Buy, 0.1m, 50_001m);
    private static readonly OrderDraft Hopeless = Scene.Draft(Market.Spot, Side.Buy, 0.1m, 40_000m);
    private static readonly OrderDraft Resting =
        Scene.Draft(Market.Spot, Side.Buy, 0.1m, 49_990m, TimeInForce.GoodTillCancel);

    [Fact]
    public void An_acknowledged_order_has_traded_nothing_yet()
    {
        var scene = Delayed(match: 300);
        Assert.IsType<VenueReply.Accepted>(scene.Place(Purchase, out var id));

        scene.WaitMs(299);
        Assert.Equal((OrderState.Live, 0m), StateOf(scene, id));
        scene.WaitMs(1);
        Assert.Equal((OrderState.Filled, 0.1m), StateOf(scene, id));
        Assert.Equal([id], scene.Pushes.Distinct());
    }

    [Fact]
    public void What_happens_next_can_be_asked_without_its_happening()
    {
        var scene = Delayed(match: 300);
        scene.Place(Purchase, out _);

        var due = scene.Venue.NextDue(scene.Now + TimeSpan.FromSeconds(1));

        Assert.Equal(Scene.Start + TimeSpan.FromMilliseconds(300), due);
        Assert.Equal(Scene.Start, scene.Now);
        Assert.Empty(scene.Fills);
        Assert.Equal(Instant.Never, scene.Venue.NextDue(scene.Now + TimeSpan.FromMilliseconds(299)));
    }

    [Fact]
    public void An_order_meets_the_book_of_its_arrival_and_not_of_its_acknowledgement()
    {
        var scene = Delayed(match: 300);
        scene.Place(Scene.Draft(Market.Spot, Side.Buy, 0.1m), out _);
        scene.WaitMs(100);
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(50_100m), new(50_102m), new(1m));

        scene.WaitMs(300);

        Assert.Equal(50_102m, Assert.Single(scene.Fills).Price.Value);
    }

    [Fact]
    public void An_order_can_be_rejected_after_it_was_acknowledged()
    {
        var scene = Delayed(match: 300);
        scene.Venue.OutsideTrade(Market.Spot, Scene.Btc, new(1m), new(50_000m));
        scene.Place(Scene.Draft(Market.Spot, Side.Sell, 0.5m, 49_999m), out var id);
        scene.Venue.OutsideTrade(Market.Spot, Scene.Btc, new(-0.9m), new(50_000m));

        scene.WaitMs(300);

        Assert.Equal((OrderState.Rejected, 0m), StateOf(scene, id));
    }

    [Fact]
    public void An_order_is_shown_late_and_so_are_its_fills()
    {
        var scene = new Scene(With(shown: 400, fills: 700));
        scene.Place(Purchase, out var id);

        Assert.Equal((null, 0), Seen(scene, id));
        Assert.Empty(scene.Account().OpenOrders);
        scene.WaitMs(400);
        Assert.Equal((OrderState.Filled, 0), Seen(scene, id));
        scene.WaitMs(300);
        Assert.Equal((OrderState.Filled, 1), Seen(scene, id));
    }

    [Fact]
    public void A_list_that_lags_shows_the_past()
    {
        var scene = new Scene(With(shown: 400));
        scene.Place(Resting, out var id);
        scene.WaitMs(1000);
        Assert.Equal([new(id.Text, Quantity.Zero)], scene.Account().OpenOrders);
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_980m), new(49_990m), new(1m));

        scene.WaitMs(399);
        Assert.Equal((OrderState.Live, 0m), StateOf(scene, id));
        scene.WaitMs(1);
        Assert.Equal((OrderState.Filled, 0.1m), StateOf(scene, id));
    }

    [Fact]
    public void A_fill_may_come_between_a_cancel_and_its_effect()
    {
        var scene = new Scene(With(cancel: 200));
        scene.Place(Resting, out var id);
        Assert.IsType<VenueReply.Accepted>(scene.Cancel(Market.Spot, id));
        scene.Venue.Quote(Market.Spot, Scene.Btc, new(49_980m), new(49_990m), new(0.04m));

        scene.WaitMs(200);

        var report = scene.Find(Market.Spot, id).Report!;
        Assert.Equal((OrderState.Cancelled, 0.04m, "CancelByUser"), (report.State, report.Traded.Value, report.Reason));
    }

    [Fact]
    public void A_cancel_of_what_has_ended_or_never_was_is_gone()
    {
        var scene = new Scene();
        scene.Place(Resting, out var id);

        Assert.IsType<VenueReply.Accepted>(scene.Cancel(Market.Spot, id));
        Assert.Equal(RefusalKind.Gone, ((VenueReply.Refused)scene.Cancel(Market.Spot, id)).Kind);
        Assert.Equal(RefusalKind.Gone, ((VenueReply.Refused)scene.Cancel(Market.Linear, scene.NextId())).Kind);
    }

    [Fact]
    public void A_restart_clears_recent_orders_and_history_still_has_them()
    {
        var scene = new Scene();
        scene.Place(Purchase, out var traded);
        scene.Place(Hopeless, out var untraded);
        scene.Place(Resting, out var live);

        scene.Venue.Restart();

        Assert.All([traded, untraded, live], id => Assert.NotNull(scene.Find(Market.Spot, id).Report));
        scene.Wait(TimeSpan.FromHours(24) + TimeSpan.FromMilliseconds(1));
        Assert.NotNull(scene.Find(Market.Spot, traded).Report);
        Assert.Null(scene.Find(Market.Spot, untraded).Report);
        Assert.NotNull(scene.Find(Market.Spot, live).Report);
    }

    [Fact]
    public void An_untraded_cancel_vanishes_once_500_orders_closed_after_it_and_a_day_passed()
    {
        var scene = new Scene();
        scene.Place(Hopeless, out var id);
        Repeat(scene, 499);
        scene.Wait(TimeSpan.FromHours(25));

        Assert.NotNull(scene.Find(Market.Spot, id).Report);
        Repeat(scene, 1);
        Assert.Null(scene.Find(Market.Spot, id).Report);
        Assert.Empty(scene.Find(Market.Spot, id).Fills);
    }

    [Fact]
    public void History_and_executions_look_back_no_further_than_asked()
    {
        var scene = new Scene();
        scene.Place(Purchase, out var id);
        scene.Venue.Restart();

        var sought = scene.Find(Market.Spot, id, since: Scene.Start + TimeSpan.FromMilliseconds(1));

        Assert.Null(sought.Report);
        Assert.Empty(sought.Fills);
    }

    [Fact]
    public void An_order_is_found_on_its_own_leg_only()
    {
        var scene = new Scene();
        scene.Place(Purchase, out var id);

        Assert.Null(scene.Find(Market.Linear, id).Report);
    }

    private static Scene Delayed(int match) => new(With(match: match));

    private static VenueSettings With(int match = 0, int cancel = 0, int shown = 0, int fills = 0) => Scene.Prompt with
    {
        Delays = new(Scene.Slow(match), Scene.Slow(cancel), Scene.Slow(shown), Scene.Slow(fills)),
    };

    private static (OrderState, decimal) StateOf(Scene scene, ClientOrderId id) =>
        scene.Find(Market.Spot, id).Report is { } report ? (report.State, report.Traded.Value) : default;

    private static (OrderState?, int) Seen(Scene scene, ClientOrderId id) =>
        scene.Find(Market.Spot, id) is var sought ? (sought.Report?.State, sought.Fills.Length) : default;

    private static void Repeat(Scene scene, int times)
    {
        for (var i = 0; i < times; i++)
        {
            scene.Do(Hopeless);
        }
    }
}
