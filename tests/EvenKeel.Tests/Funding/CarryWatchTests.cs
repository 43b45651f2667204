using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Funding;

/// <summary>When a carry looks: the one answer that the service's ticks and the replay's bars get.</summary>
public sealed class CarryWatchTests
{
    private static readonly TimeSpan Bar = TimeSpan.FromMinutes(5);

    /// <summary>Flat at a rate that is worth no entry: it sleeps until the settlement in four hours.</summary>
    private static readonly CarryScene Asleep = new() { Rate = 0.00005m };

    private readonly MachineRow<Carry> _row = MachineRow<Carry>.New("carry/BTCUSDT", Carry.New, CarryScene.Start);

    [Fact]
    public void Before_its_first_look_it_looks_at_anything()
    {
        var watch = Watch(Asleep);

        Assert.True(watch.Wakes(Asleep.View.Market, null, _row, Asleep.Now));
        Assert.True(watch.Wakes(new(50_000m), new(50_000m), null, null, _row, Asleep.Now));
    }

    [Fact]
    public void Prices_alone_do_not_wake_it_before_the_settlement_and_the_time_of_it_does()
    {
        var watch = Watch(Asleep);
        var view = Asleep.View;

        var low = At(Asleep.Now, 40_000m);
        Assert.False(watch.Wakes(view.Market with { Spot = low, Perp = low }, view, _row, Asleep.Now));
        Assert.False(Bars(watch, view, 60_000m, Asleep.Now + Bar));
        var settled = Asleep.Now + TimeSpan.FromHours(4);
        Assert.True(Bars(watch, view, 50_000m, settled));
        Assert.True(watch.Wakes(view.Market, view, _row, settled));
    }

    [Fact]
    public void Any_new_fact_of_the_market_wakes_it()
    {
        var watch = Watch(Asleep);
        var (view, now) = (Asleep.View, Asleep.Now + TimeSpan.FromSeconds(1));
        var market = view.Market;

        Assert.False(watch.Wakes(market, view, _row, now));
        Assert.True(watch.Wakes(market with { Settled = [.. market.Settled, new(now, default)] }, view, _row, now));
        Assert.True(watch.Wakes(market with { Predicted = new(new(0.0004m), now) }, view, _row, now));
        Assert.True(watch.Wakes(market with { Interval = TimeSpan.FromHours(4) }, view, _row, now));
        Assert.True(watch.Wakes(market with { Borrow = null }, view, _row, now));
        Assert.True(watch.Wakes(market with { Spot = null }, view, _row, now));
        Assert.True(watch.Wakes(market with { Perp = null }, view, _row, now));
        Assert.True(watch.Wakes(market with { Mark = null }, view, _row, now));
    }

    [Fact]
    public void A_window_wakes_it_when_the_count_of_toxic_ones_is_another_than_it_saw_and_else_not()
    {
        var watch = Watch(Asleep);
        var view = Asleep.View;

        Assert.False(Bars(watch, view, 49_000m, Asleep.Now + Bar));
        Assert.True(Bars(watch, view, 50_000m, Asleep.Now + (2 * Bar)));
        Assert.Equal(1, watch.Basis.ToxicPositive);

        view = view with { Basis = watch.Basis };
        Assert.True(Bars(watch, view, 50_000m, Asleep.Now + (3 * Bar)));
        view = view with { Basis = watch.Basis };
        Assert.False(Bars(watch, view, 50_000m, Asleep.Now + (4 * Bar)));
    }

    [Fact]
    public void It_wakes_again_and_again_until_a_look_has_seen_the_toxic_window()
    {
        var watch = Watch(Asleep);
        var view = Asleep.View;
        Bars(watch, view, 49_000m, Asleep.Now + Bar);

        Assert.True(Bars(watch, view, 50_000m, Asleep.Now + (2 * Bar)));
        Assert.True(Bars(watch, view, 50_000m, Asleep.Now + (2 * Bar)));
    }

    [Fact]
    public void A_tick_of_each_close_finds_the_same_toxic_windows_as_the_bars()
    {
        var (bars, ticks) = (Watch(Asleep), Watch(Asleep));
        decimal[] closes = [49_000m, 49_000m, 50_000m, 49_000m, 51_000m, 51_000m, 50_000m, 50_000m];

        var now = Asleep.Now;
        foreach (var close in closes)
        {
            now += Bar;
            var tick = Asleep with { Now = now };
            var market = tick.View.Market with { Perp = At(now, close) };
            var (byBar, byTick) = (Bars(bars, tick.View, close, now), ticks.Wakes(market, tick.View, _row, now));

            Assert.Equal(byBar, byTick);
            Assert.Equal(
                (bars.Basis.ToxicPositive, bars.Basis.ToxicNegative),
                (ticks.Basis.ToxicPositive, ticks.Basis.ToxicNegative));
        }
    }

    [Fact]
    public void Old_quotes_say_nothing_about_the_basis()
    {
        var watch = Watch(Asleep);
        var old = Asleep with { QuoteAge = Asleep.Plan.Settings.QuoteAgeMax + TimeSpan.FromMilliseconds(1) };

        watch.Wakes(old.View.Market with { Perp = At(Asleep.Now, 49_000m) }, Asleep.View, _row, Asleep.Now);
        watch.Wakes(Asleep.View.Market, Asleep.View, _row, Asleep.Now + Bar);

        Assert.Equal(BasisSignal.None, watch.Basis);
    }

    [Fact]
    public void Another_look_makes_the_rule_anew()
    {
        var watch = Watch(Asleep);
        var worthIt = new CarryScene();

        Assert.False(Bars(watch, Asleep.View, 50_000m, Asleep.Now + Bar));
        Assert.True(Bars(watch, worthIt.View, 50_000m, Asleep.Now + Bar));
    }

    [Fact]
    public void Bars_that_wake_nothing_take_no_memory()
    {
        var watch = Watch(Asleep);
        var (view, now) = (Asleep.View, Asleep.Now);
        Bars(watch, view, 50_000m, now);
        var bars = 0;
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 8; i++)
            {
                Bars(watch, view, 50_000m, now + (++bars * Bar));
            }
        }));
    }

    private bool Bars(CarryWatch watch, MarketView view, decimal perp, Instant now) =>
        watch.Wakes(new(50_000m), new(perp), new(50_000m), view, _row, now);

    private static TopOfBook At(Instant at, decimal mid) => new(new(mid - 5m), new(mid + 5m), at);

    private static CarryWatch Watch(CarryScene scene) => new(new(scene.Plan, new RiskLimits()));
}
