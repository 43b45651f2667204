using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Replay;

/// <summary>Carries over what really happened in 2025.</summary>
public sealed class RecordedBacktestTests
{
    private static readonly Lazy<BacktestReport> Defaults = new(() => new Replaying().Recorded());

    [Fact]
    public void With_the_defaults_both_pairs_are_entered_and_every_cent_is_explained()
    {
        var report = Defaults.Value;

        Assert.Equal(["BTCUSDT", "ETHUSDT"], report.Episodes.Select(e => e.Pair.Name).Order(StringComparer.Ordinal));
        Assert.True(report.ProfitAndLoss.Funding > Amount.Zero);
        Assert.Equal(0m, report.IdentityError.Value);
        Assert.Equal(report.EquityEnd - report.EquityStart, report.ProfitAndLoss.Profit);
        Assert.Empty(report.Alarms);
    }

    [Fact]
    public void The_same_seed_gives_the_same_orders_and_another_seed_or_setting_gives_others()
    {
        var hash = Defaults.Value.Orders.Hash();

        Assert.Equal(hash, new Replaying().Recorded().Orders.Hash());
        Assert.NotEqual(hash, new Replaying { Seed = 2 }.Recorded().Orders.Hash());
        Assert.NotEqual(hash, new Replaying { Set = ["SliceMax=4000"] }.Recorded().Orders.Hash());
    }

    [Fact]
    public void Passing_over_idle_bars_changes_no_order()
    {
        var spring = new Replaying { To = Instant.At(2025, 4, 1), Set = ["ExitApr=0"] };

        var quick = spring.Recorded();
        var thorough = (spring with { Set = ["ExitApr=0", "SkipIdle=false"] }).Recorded();

        Assert.True(quick.Exits > 0);
        Assert.Equal(thorough.Orders.Lines, quick.Orders.Lines);
    }

    [Fact]
    public void Twice_the_latency_leaves_a_leg_unhedged_for_longer() => Assert.True(
        new Replaying { Set = ["LatencyFactor=2"] }.Recorded().UnhedgedMax > Defaults.Value.UnhedgedMax);

    [Fact]
    public void Leaving_at_zero_leaves_and_comes_back_on_both_pairs()
    {
        var report = new Replaying { Set = ["ExitApr=0"] }.Recorded();

        Assert.Equal(["BTCUSDT 3", "ETHUSDT 3"], report.Episodes.Where(e => e.Closed is not null)
            .GroupBy(e => e.Pair.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} {g.Count()}"));
        Assert.Equal(6, report.Exits);
        Assert.Equal(0m, report.IdentityError.Value);
    }

    [Fact]
    public void Solana_pays_a_short_spot_leg_for_a_while_at_two_percent_interest()
    {
        var report = new Replaying
        {
            Pairs = ["SOLUSDT"],
            From = Instant.At(2025, 4, 11),
            To = Instant.At(2025, 8, 9),
            Set = ["BorrowApr=0.02"],
        }.Recorded();

        var first = report.Episodes[0];
        Assert.Equal((CarryDirection.Negative, true), (first.Direction, first.Closed is not null));
        Assert.True(report.ProfitAndLoss.Interest > Amount.Zero);
        Assert.Equal(0m, report.IdentityError.Value);
    }

    [Fact]
    public void A_leg_without_a_price_is_stale_trades_nothing_and_is_still_valued()
    {
        var report = new Replaying { To = Instant.At(2025, 12, 31) }.Recorded();

        Assert.True(StaleOf(report, "ETHUSDT") > TimeSpan.FromDays(100));
        Assert.True(StaleOf(report, "BTCUSDT") > TimeSpan.FromDays(80));
        Assert.Equal(0m, report.IdentityError.Value);
        Assert.DoesNotContain(report.Orders.Lines, line => line.StartsWith("2025-1", StringComparison.Ordinal)
            && line.Contains("ETHUSDT,Spot,fill", StringComparison.Ordinal));
    }

    [Fact]
    public void An_exit_waits_hedged_while_one_leg_is_shut()
    {
        var report = new Replaying { To = Instant.At(2025, 12, 31) }.Recorded();

        Assert.Contains(
            report.Alarms, a => a.Contains("Spot does not trade, the exit waits", StringComparison.Ordinal));
        Assert.True(report.UnhedgedMax < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_fee_charged_beyond_what_is_reported_shows_to_the_last_digit()
    {
        var replay = new Replaying { To = Instant.At(2025, 2, 1), Faults = new VenueFaults(0.00000001m) };

        var report = replay.Recorded();

        // Eight fills or more, each a hundred-millionth too dear, in coin or in cash.
        Assert.True(report.IdentityError.Value < 0m);
        Assert.True(report.IdentityError.Value > -0.1m);
    }

    private static TimeSpan StaleOf(BacktestReport report, string pair) =>
        report.Stale.Single(s => s.Pair.Name == pair && s.Market == Market.Spot).Stale;
}
