using CsCheck;
using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>What holds for any life of an account, whatever is traded and however time is let pass.</summary>
public sealed class VenuePropertyTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Equity_changes_by_what_was_reported_exactly() => Gen.ULong.Check(seed =>
    {
        var scene = new BarScene(seed, halfSpread: 0.0001m, settings: Lending);
        var before = scene.Venue.Figures!.Value.Equity;
        Live(scene, seed, FiveMinutes);
        Assert.NotEmpty(scene.Fills);

        var venue = scene.Venue;
        var ledger = Ledger.Empty(Scene.Start);
        foreach (var fill in scene.Fills)
        {
            var on = venue.InstrumentOf(fill.Market, Scene.Btc);
            var draft = Scene.Draft(fill.Market, fill.Side, fill.Quantity.Value);
            ledger = ledger.Book(draft, Execution.Of([fill], on.Base, on.Quote), on, fill.At).Ledger;
        }

        foreach (var flow in venue.Snapshot().Pairs.SelectMany(p => p.Flows))
        {
            ledger = ledger.Book(flow, Scene.Btc, Scene.Usdt).Ledger;
        }

        var worth = ProfitAndLoss.Worth(ledger, venue.WorthOf(Scene.Coin)!.Value, venue.MarkOf(Scene.Btc)!.Value);
        Assert.Equal(venue.Figures!.Value.Equity - before, worth);
        Assert.Equal(venue.Position(Scene.Btc), ledger.Perp);
        Assert.Equal(venue.Held(Scene.Coin).Balance - venue.Held(Scene.Coin).Debt, ledger.Base.Value);
    }, times: 50);

    [Fact]
    public void It_does_not_matter_in_which_steps_time_passes() => Gen.ULong.Check(seed =>
    {
        var leap = new BarScene(seed, halfSpread: 0.0001m, settings: Lending);
        Live(leap, seed, FiveMinutes);
        var steps = new BarScene(seed, halfSpread: 0.0001m, settings: Lending);
        Live(steps, seed, TimeSpan.FromSeconds(7.001));

        Assert.Equal(leap.Fills, steps.Fills);
        Assert.Equal(VenueStateFormat.Write(leap.Venue.Snapshot()), VenueStateFormat.Write(steps.Venue.Snapshot()));
    }, times: 20);

    [Fact]
    public void Advancing_from_one_due_moment_to_the_next_meets_every_push() => Gen.ULong.Check(seed =>
    {
        var scene = new BarScene(seed, settings: Lending);
        Live(scene, seed, step: null);
        var leap = new BarScene(seed, settings: Lending);
        Live(leap, seed, FiveMinutes);

        Assert.Equal(leap.Fills, scene.Fills);
    }, times: 20);

    [Fact]
    public void An_order_never_trades_beyond_its_limit_or_its_quantity_and_fills_are_whole_lots() =>
        Gen.ULong.Check(seed =>
        {
            var scene = new BarScene(seed, halfSpread: 0.0001m, settings: Lending);
            Live(scene, seed, FiveMinutes);

            foreach (var order in scene.Venue.Orders)
            {
                var lot = scene.Venue.InstrumentOf(order.Draft.Market, Scene.Btc).Lot;
                Assert.True(order.Fills.Sum(f => f.Quantity.Value) <= order.Draft.Quantity.Value);
                Assert.All(order.Fills, f => Assert.Equal(0m, f.Quantity.Value % lot.Value));
                Assert.All(order.Fills, f => Assert.True(
                    order.Draft.Limit is not { } limit || order.Draft.Side.Sign() * (f.Price - limit).Value <= 0m));
                Assert.All(order.Fills, f => Assert.True(f.At >= order.AcceptedAt && f.At <= order.EndedAt));
            }
        }, times: 50);

    [Fact]
    public void The_look_at_margin_strikes_at_the_first_bad_moment_and_at_no_other()
    {
        var struck = 0;
        Gen.ULong.Check(seed => struck += WatchMargin(seed) ? 1 : 0, times: 20);

        Assert.InRange(struck, 5, 20);
    }

    /// <summary>Lets prices run until the venue takes the position over, and looks that it was never too
    /// late.</summary>
    private static bool WatchMargin(ulong seed)
    {
        var chance = new Chance(seed);
        var scene = new BarScene(seed);
        var open = 50_000m;
        scene.Open(Market.Linear, open, open, open, open, volume: 1000m);
        scene.Do(Scene.Draft(Market.Linear, chance.Happens(0.5) ? Side.Buy : Side.Sell, chance.Between(12, 17)));
        for (var i = 0; i < 60 && !Liquidated(scene); i++)
        {
            var close = open + chance.Between(-2500, 2500);
            scene.Wait(scene.Venue.Now.Floor(FiveMinutes) + FiveMinutes - scene.Venue.Now);
            var (high, low) = (Math.Max(open, close), Math.Min(open, close));
            scene.Open(Market.Linear, open, high + chance.Between(0, 900), low - chance.Between(0, 900), close);
            for (var ms = 0; ms < 300_000 && !Liquidated(scene); ms += 4987)
            {
                Assert.True(scene.Venue.Figures is { IsBankrupt: false });
                scene.Venue.AdvanceTo(Instant.Earlier(scene.Venue.Now + TimeSpan.FromMilliseconds(4987), EndOf(scene)));
            }

            scene.Venue.AdvanceTo(EndOf(scene));
            open = close;
        }

        return Liquidated(scene);
    }

    private static VenueSettings Lending => Scene.Prompt with
    {
        Delays = VenueSettings.Default.Delays,
        SlowFill = new(new(3, TimeSpan.FromSeconds(20)), "test"),
        QuoteBorrow = new(new(new(50_000m), new(0.00001m)), "test"),
    };

    private static bool Liquidated(BarScene scene) => scene.Venue.Position(Scene.Btc).IsZero;

    private static Instant EndOf(BarScene scene) =>
        scene.Venue.Now.Floor(FiveMinutes) + TimeSpan.FromMilliseconds(299_999);

    /// <summary>Forty bars with orders of all kinds at their opens; between them time passes in steps.</summary>
    private static void Live(BarScene scene, ulong seed, TimeSpan? step)
    {
        var (chance, open) = (new Chance(seed), 50_000m);
        for (var i = 0; i < 40; i++)
        {
            foreach (var market in new[] { Market.Spot, Market.Linear })
            {
                var close = open + chance.Between(-99, 99);
                var high = Math.Max(open, close) + chance.Between(0, 99);
                var low = Math.Min(open, close) - chance.Between(0, 99);
                if (!chance.Happens(0.05))
                {
                    scene.Open(market, open, high, low, close, chance.Between(1, 30));
                }
            }

            if (i % 12 == 0)
            {
                scene.Venue.Mark(Scene.Btc, scene.Venue.Now, new(open + chance.Between(-20, 20)));
                scene.Venue.Settle(Scene.Btc, scene.Venue.Now, new(0.000123m), TimeSpan.FromHours(1));
            }

            open += chance.Between(-50, 50);
            scene.Wait(TimeSpan.Zero);
            Order(scene, chance, open);
            Pass(scene.Venue, step);
        }
    }

    private static void Order(BarScene scene, Chance chance, decimal price)
    {
        for (var n = chance.Below(3); n > 0; n--)
        {
            var market = chance.Happens(0.5) ? Market.Spot : Market.Linear;
            var side = chance.Happens(0.5) ? Side.Buy : Side.Sell;
            var kind = (TimeInForce)chance.Below(4);
            var anyPrice = chance.Happens(0.3) && kind != TimeInForce.PostOnly;
            var limit = anyPrice ? (decimal?)null : price + chance.Between(-60, 60);
            var reduce = market == Market.Linear && chance.Happens(0.2);
            scene.Place(
                Scene.Draft(market, side, chance.Between(1, 400) * 0.001m, limit, kind, reduce, onMargin: true), out _);
        }
    }

    private static void Pass(SimulatedVenue venue, TimeSpan? step)
    {
        var end = venue.Now + FiveMinutes;
        while (venue.Now < end)
        {
            var next = step is { } span ? venue.Now + span : venue.NextDue(end);
            venue.AdvanceTo(Instant.Earlier(next, end));
        }
    }
}
