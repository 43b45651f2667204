using System.Text;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>The venue is put away and taken up again as if nothing had been.</summary>
public sealed class StateTests
{
    [Fact]
    public void A_venue_that_was_stored_goes_on_as_the_one_that_was_not()
    {
        var straight = new BarScene(seed: 5, halfSpread: 0.0001m, settings: Slow);
        Live(straight.Venue, 0, 40, straight);
        var first = new BarScene(seed: 5, halfSpread: 0.0001m, settings: Slow);
        Live(first.Venue, 0, 17, first);

        var bytes = VenueStateFormat.Write(first.Venue.Snapshot());
        var second = new SimulatedVenue(first.Settings, 5, Scene.Start, []);
        second.Restore(VenueStateFormat.Read(bytes));
        Assert.Equal(bytes, VenueStateFormat.Write(second.Snapshot()));
        Live(second, 17, 40, null);

        Assert.NotEmpty(straight.Fills);
        Assert.Equal(Text(straight.Venue), Text(second));
    }

    [Fact]
    public void Quotes_halts_borrowings_and_folded_ids_are_kept()
    {
        var scene = new Scene();
        scene.Do(Scene.Draft(Market.Spot, Side.Sell, 1m, onMargin: true));
        scene.Place(Scene.Draft(Market.Linear, Side.Buy, 1m, 50_000m, TimeInForce.GoodTillCancel), out _);
        scene.Wait(TimeSpan.FromHours(2));
        scene.Venue.Halt(Market.Spot, Scene.Btc);
        scene.Venue.Fold(scene.Now);

        var restored = new SimulatedVenue(Scene.Prompt, 1, Scene.Start, [(Scene.Usdt, 7m)]);
        restored.Restore(VenueStateFormat.Read(VenueStateFormat.Write(scene.Venue.Snapshot())));

        Assert.Equal(scene.Venue.Held(Scene.Coin), restored.Held(Scene.Coin));
        Assert.Equal(scene.Venue.Held(Scene.Usdt), restored.Held(Scene.Usdt));
        Assert.Equal(scene.Venue.Figures, restored.Figures);
        Assert.False(restored.Trades(Market.Spot, Scene.Btc));
        Assert.Single(restored.Orders);
        Assert.Equal(Text(scene.Venue), Text(restored));
    }

    [Fact]
    public void A_state_of_another_seed_or_of_no_program_of_ours_is_refused()
    {
        var state = new Scene().Venue.Snapshot();

        Assert.Throws<ArgumentException>(() => new SimulatedVenue(Scene.Prompt, 2, Scene.Start, []).Restore(state));
        Assert.Throws<FormatException>(() => VenueStateFormat.Read("{\"format\":1}"u8));
        Assert.Throws<FormatException>(() => VenueStateFormat.Read("null"u8));
        Assert.Throws<FormatException>(() => VenueStateFormat.Read(VenueStateFormat.Write(state with { Format = 2 })));
    }

    private static VenueSettings Slow => Scene.Prompt with
    {
        Delays = VenueSettings.Default.Delays,
        SlowFill = new(new(3, TimeSpan.FromMinutes(1)), "test"),
    };

    private static string Text(SimulatedVenue venue) =>
        Encoding.UTF8.GetString(VenueStateFormat.Write(venue.Snapshot()));

    /// <summary>Bars, marks, settlements and orders from one bar to another; the bars depend on their number
    /// only.</summary>
    private static void Live(SimulatedVenue venue, int from, int to, BarScene? scene)
    {
        for (var i = from; i < to; i++)
        {
            var at = Scene.Start + TimeSpan.FromMinutes(5 * i);
            var chance = new Chance((ulong)i);
            foreach (var market in new[] { Market.Spot, Market.Linear })
            {
                var open = 50_000m + chance.Between(-50, 50);
                var bar = BarScene.Bar(at, open, open + chance.Between(0, 90), open - chance.Between(0, 90), open, 20m);
                venue.Open(market, Scene.Btc, bar, TimeSpan.FromMinutes(5));
            }

            if (i % 12 == 0)
            {
                venue.Mark(Scene.Btc, at, new(50_000m + i));
                venue.Settle(Scene.Btc, at, new(0.0001m), TimeSpan.FromHours(1));
            }

            venue.AdvanceTo(at);
            Order(venue, i, at, Scene.Draft(Market.Linear, Side.Sell, 0.01m));
            Order(venue, i + 1000, at, Scene.Draft(Market.Spot, Side.Buy, 0.02m, 49_980m, TimeInForce.PostOnly));
            Order(venue, i + 2000, at, Scene.Draft(Market.Spot, Side.Sell, 0.015m, onMargin: true));
            venue.AdvanceTo(at + TimeSpan.FromSeconds(chance.Between(1, 299)));
        }

        Assert.True(scene is null || scene.Venue == venue);
    }

    private static void Order(SimulatedVenue venue, int step, Instant at, OrderDraft draft)
    {
        var id = ClientOrderId.Of(new(Realm.Test, "state"), WorkflowId.Of("state", 1), step, 0);
        var intent = new OrderIntent(id, draft, 0, at, TimeSpan.FromSeconds(2), RiskIncreasing: true);
        var reply = venue.Ask(new VenueRequest.PlaceOrder(new(intent)), CancellationToken.None);
        Assert.True(reply.IsCompletedSuccessfully);
    }
}
