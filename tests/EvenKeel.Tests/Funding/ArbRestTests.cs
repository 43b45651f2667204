using CsCheck;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Funding;

public sealed class ArbRestTests
{
    private static readonly Gen<Scene> Markets = Gen.Select(
        Repeatably.Among(-0.001m, -0.0003m, -0.00005m, 0m, 0.00005m, 0.0001m, 0.0003m, 0.001m),
        Repeatably.Among(-0.001m, -0.0003m, -0.00005m, 0.00005m, 0.0003m), Gen.Int[0, 12], Gen.Int[0, 9],
        Repeatably.Decimal(19_000, 21_000, 1), Repeatably.Decimal(-100, 100, 1),
        (rate, other, others, missing, spot, basis) =>
        {
            var report = Scene.Report(rate, spot, spot + basis);
            return new Scene
            {
                Market = report with
                {
                    Settled = Scene.Settled([.. Enumerable.Range(0, 12).Select(i => i < others ? other : rate)]),
                    Mark = missing == 0 ? null : report.Mark,
                    Predicted = missing == 1 ? null : report.Predicted,
                    Borrow = missing == 2 ? null : report.Borrow,
                    Interval = missing == 3 ? null : report.Interval,
                    NextSettlement = missing == 4 ? null : report.NextSettlement,
                },
            };
        });

    private static readonly Gen<Scene> Scenes = Gen.Select(
        Markets, Gen.Int[0, 2], Repeatably.Among(0.45m, 0.6m, 0.69m, 0.71m, 0.85m, 0.99m),
        Repeatably.Among<decimal?>(null, 0.5m, 0.88m, 0.95m, 1.05m, 1.12m, 1.5m), Gen.Int[0, 5], Gen.Int[0, 9],
        Repeatably.Among(5_000m, 9_700m, 10_000m, 10_000m, 10_000m, 15_000m),
        (market, held, health, liquidation, sizing, odd, notional) =>
        {
            var scene = held switch
            {
                0 => market,
                1 => market.Holding(),
                _ => market.Holding(CarryDirection.Negative),
            };
            var price = market.Market.Spot!.Value.Mid;
            var plan = scene.Plan with { Notional = new(notional), Ranked = odd != 0 };
            scene = scene.AtHealth(health) with { Plan = plan };
            scene = scene.WithAccount(a => a with
            {
                LiquidationPrice = liquidation is { } share ? price * share : null,
                QuoteFree = new(odd == 1 ? 1_000m : 100_000m),
            });
            return scene with
            {
                Account = odd == 2 ? null : scene.Account,
                Mode = odd == 3 ? new RiskMode(Kill: true) : RiskMode.Normal,
                Basis = odd == 4 ? new(3, 0) : BasisSignal.None,
                Book = held == 0 ? scene.Book : scene.Book with { Sized = Sized(sizing) },
            };
        });

    /// <summary>What a tick may change: the time, the prices and how fresh they are, the depth.</summary>
    private static readonly Gen<Tick> Ticks = Gen.Select(
        Repeatably.Among(0, 1, 60, 1_700, 1_900, 7_000, 15_000, 40_000, 300_000), Repeatably.Decimal(700, 1_400, 3),
        Repeatably.Decimal(-30, 30, 4), Repeatably.Decimal(-10, 10, 4), Gen.Bool, Gen.Int[1, 200],
        (seconds, factor, basis, drift, fresh, depth) => new Tick(seconds, factor, basis, drift, fresh, depth));

    [Fact]
    public void While_it_says_that_it_sleeps_no_tick_changes_what_it_wants()
    {
        var (asleep, total) = (0, 0);
        Gen.Select(Scenes, Ticks.Array[10, 10]).Check(
            drawn =>
            {
                var (scene, ticks) = drawn;
                var (target, rest) = (scene.Target, scene.Rest);
                foreach (var tick in ticks)
                {
                    total++;
                    var next = tick.Of(scene);
                    if (Sleeps(rest, next))
                    {
                        asleep++;
                        Assert.True(
                            next.Target.AsksTheSameAs(target),
                            $"{rest}: {target.Because} became {next.Target.Because}");
                    }
                }
            },
            times: 4_000);

        // A rule that never sleeps would pass as well, and be worth nothing.
        Assert.InRange(asleep, total / 6, total);
    }

    [Fact]
    public void Flat_without_a_rate_worth_having_it_sleeps_until_the_next_settlement()
    {
        var rest = new Scene().Paying(0.00005m).Rest;
        Assert.Equal(new WakeRule(Scene.Now + TimeSpan.FromHours(4), default, WakeRule.Unbounded, false), rest);
        Assert.False(rest.Wakes(Scene.Now + TimeSpan.FromHours(3), new(1m)));
        Assert.True(rest.Wakes(Scene.Now + TimeSpan.FromHours(4), new(2_000m)));
    }

    [Fact]
    public void Flat_with_a_rate_worth_having_it_watches_every_tick() =>
        Assert.True(new Scene().With(m => m with { Depth = new(1m) }).Rest.EveryTick);

    [Fact]
    public void Holding_it_sleeps_between_the_prices_that_matter()
    {
        var rest = new Scene().Holding().WithAccount(a => a with { LiquidationPrice = new(3_300m) }).Rest;
        Assert.False(rest.EveryTick);
        Assert.True(rest.PerpHigh <= new Price(3_000m) && rest.PerpHigh > new Price(2_500m));
        Assert.False(rest.Wakes(Scene.Now + TimeSpan.FromHours(1), new(2_500m)));
        Assert.True(rest.Wakes(Scene.Now + TimeSpan.FromHours(1), new(3_000m)));
    }

    [Fact]
    public void The_nearer_health_is_to_a_warning_the_sooner_a_price_wakes_it()
    {
        var easy = new Scene().Holding().AtHealth(0.95m).Rest;
        var tight = new Scene().Holding().AtHealth(0.7001m).Rest;
        Assert.True(tight.PerpHigh < easy.PerpHigh);
        Assert.InRange(tight.PerpHigh.Value, 2_001m, 2_200m);
    }

    [Fact]
    public void A_settlement_that_leaves_the_window_wakes_it()
    {
        var scene = new Scene().Holding().With(m => m with { NextSettlement = Scene.Now + TimeSpan.FromDays(9) });
        var oldest = scene.Market.Settled.First(s => s.At > Scene.Now - scene.Plan.Settings.Window);
        Assert.Equal(oldest.At + scene.Plan.Settings.Window, scene.Rest.NextAt);
    }

    [Fact]
    public void The_end_of_a_cool_down_wakes_it()
    {
        var scene = new Scene().Holding().AtHealth(0.65m);
        scene = scene with { Book = scene.Book with { Sized = scene.Book.Sized with { ReducedAt = Scene.Now } } };
        Assert.Equal(Scene.Now + TimeSpan.FromMinutes(30), scene.Rest.NextAt);
    }

    [Fact]
    public void Whoever_is_about_to_act_does_not_sleep()
    {
        Assert.True(new Scene().Rest.EveryTick);
        Assert.True(new Scene().Holding().Paying(-0.001m).Rest.EveryTick);
        Assert.True((new Scene().Holding() with { Basis = new(3, 0) }).Rest.EveryTick);
    }

    private static bool Sleeps(WakeRule rest, Scene tick) =>
        !rest.Wakes(tick.At, tick.Market.Perp!.Value.Mid)
        && (tick.Market.Mark is not { } mark || !rest.Wakes(tick.At, mark.Value));

    private static ArbSizing Sized(int sizing) => sizing switch
    {
        0 => new(new(5m), new(5_000m), Scene.Now - TimeSpan.FromMinutes(10)),
        1 => new(new(9m), new(10_000m), null),
        2 => new(new(5m), new(10_000m), Scene.Now - TimeSpan.FromMinutes(29)),
        _ => new(new(5m), new(10_000m), null),
    };

    private sealed record Tick(int Seconds, decimal Factor, decimal Basis, decimal Drift, bool Fresh, int Depth)
    {
        public Scene Of(Scene scene)
        {
            var at = scene.At + TimeSpan.FromSeconds(Seconds);
            var spot = scene.Market.Spot!.Value.Mid.Value * Factor;
            var perp = spot * (1m + Basis);
            var seen = Fresh ? at : scene.At;
            TopOfBook Quotes(decimal mid) => new(new(mid * 0.9999m), new(mid * 1.0001m), seen);
            return scene with
            {
                At = at,
                Market = scene.Market with
                {
                    Spot = Quotes(spot),
                    Perp = Quotes(perp),
                    Mark = scene.Market.Mark is null ? null : new(new(perp * (1m + Drift)), seen),
                    Depth = new(Depth),
                    VenueTime = at,
                },
            };
        }
    }
}
