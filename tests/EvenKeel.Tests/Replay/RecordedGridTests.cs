using System.Globalization;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;
using EvenKeel.Simulation.Venues;
using EvenKeel.Tests.House;

namespace EvenKeel.Tests.Replay;

/// <summary>Grids over what really happened in a month of 2025.</summary>
public sealed class RecordedGridTests
{
    public static TheoryData<string, Market> Pairs => new()
    {
        { "BTCUSDT", Market.Spot },
        { "BTCUSDT", Market.Linear },
        { "ETHUSDT", Market.Spot },
        { "ETHUSDT", Market.Linear },
        { "SOLUSDT", Market.Spot },
        { "SOLUSDT", Market.Linear },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void With_the_defaults_it_makes_round_trips_and_every_cent_is_explained(string pair, Market market)
    {
        var report = Month(pair, market).Recorded();

        Assert.InRange(report.Totals.Trips, 50, 2_000);
        AssertExplained(report);
        Assert.Empty(report.Alarms);
        Assert.InRange(report.LiveOrdersMax, 10, 20);
        Assert.InRange(report.InventoryMax.Value, 1_000m, 5_500m);
        Assert.Equal(market == Market.Linear, report.Profit.Funding != Amount.Zero);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_design_s_table_on_recorded_prices_is_what_the_backtest_gives(string pair, Market market)
    {
        var report = new GridReplaying { Pair = pair, Market = market, To = Instant.At(2025, 8, 1) }.Recorded();
        var profit = report.Profit;
        var figures = new[] { profit.Matched, profit.Unrealised, profit.Fees, profit.Funding, profit.Profit }
            .Select(Shown);
        var row = $"| {pair[..3]} {market.ToString().ToLowerInvariant()} | {report.Totals.Trips:N0} | " +
            $"{string.Join(" | ", figures)} | {report.IdentityError} |";
        Assert.Contains($"\n{row}\n", Repository.Read("docs/specs/grid_strategy_design.md"), StringComparison.Ordinal);

        static string Shown(Amount amount) => amount == Amount.Zero
            ? "0"
            : amount.Value.ToString("N2", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    [Theory]
    [InlineData("BTCUSDT", Market.Linear, "Mode=Neutral", "StepShare=0.002", "Skew=0.01", "LookEvery=2m")]
    [InlineData("ETHUSDT", Market.Spot, "Spacing=Adaptive", "SizeShrink=3", "StepShare=0.003")]
    [InlineData("SOLUSDT", Market.Linear, "Spacing=Geometric", "Mode=Short", "LookEvery=1h")]
    public void Passing_over_idle_looks_changes_no_order_and_no_record(string pair, Market market, params string[] set)
    {
        var quick = (Month(pair, market) with { Set = set }).Recorded();
        var thorough = (Month(pair, market) with { Set = [.. set, "SkipIdle=false"] }).Recorded();

        Assert.Equal(thorough.Orders.Lines, quick.Orders.Lines);
        // The audit chain holds what was decided in every row, and when
        Assert.Equal((thorough.Row.Version, thorough.Row.LastHash), (quick.Row.Version, quick.Row.LastHash));
        Assert.Equal(thorough.RequestsPerMinuteMax, quick.RequestsPerMinuteMax);
    }

    [Fact]
    public void Matched_pairs_found_from_fills_alone_earned_what_the_slots_did()
    {
        var report = new GridReplaying { Market = Market.Linear }.Recorded();
        var earned = report.Pairs.Aggregate(Amount.Zero, (sum, pair) => sum + pair.Earned);
        Assert.Equal(report.Profit.Matched.Value, earned.Value, 4);
        Assert.All(report.Pairs, pair => Assert.True(pair.Earned > Amount.Zero, $"{pair}"));
    }

    [Fact]
    public void A_neutral_grid_sells_short_as_well_and_is_explained()
    {
        var report = new GridReplaying { Market = Market.Linear, Set = ["Mode=Neutral"] }.Recorded();
        Assert.Contains(report.Pairs, p => p.Quantity > Quantity.Zero);
        Assert.Contains(report.Pairs, p => p.Quantity < Quantity.Zero);
        AssertExplained(report);
    }

    [Fact]
    public void A_range_that_drifts_lays_ladders_and_live_orders_stay_within_the_windows()
    {
        var report = new GridReplaying
        {
            Market = Market.Linear,
            Set = ["Spacing=Adaptive", "Mode=Neutral", "RangeBars=6", "StepShare=0.002"],
        }.Recorded();
        Assert.InRange(report.Row.State.Ladder!.Generation, 5, 500);
        Assert.InRange(report.LiveOrdersMax, 10, 20);
        Assert.InRange(report.Row.State.Slots.Length, 1, 60);
        Assert.InRange(report.Row.Attempts.Count, 1, 50);
        AssertExplained(report);
    }

    [Fact]
    public void Requests_of_a_minute_stay_within_what_orders_and_their_questions_may_take()
    {
        var report = (Month("SOLUSDT") with { Set = ["OrdersPerMinuteMax=20"] }).Recorded();
        // An order is a send, a cancel and the questions after both; a look reads the account.
        Assert.InRange(report.RequestsPerMinuteMax, 10, 160);
        Assert.True(report.Totals.Trips > 50);
    }

    [Fact]
    public void The_same_seed_gives_the_same_orders_and_another_seed_or_setting_gives_others()
    {
        var hash = new GridReplaying().Recorded().Orders.Hash();
        Assert.Equal(hash, new GridReplaying().Recorded().Orders.Hash());
        Assert.NotEqual(hash, new GridReplaying { Seed = 2 }.Recorded().Orders.Hash());
        Assert.NotEqual(hash, new GridReplaying { Set = ["StepShare=0.006"] }.Recorded().Orders.Hash());
    }

    [Theory]
    [InlineData(Market.Spot)]
    [InlineData(Market.Linear)]
    public void A_fee_that_is_charged_and_not_reported_shows_in_the_identity(Market market)
    {
        var report = new GridReplaying
        {
            Market = market,
            To = Instant.At(2025, 1, 4),
            Faults = new VenueFaults(FeeOvercharge: 0.00000001m),
        }.Recorded();
        Assert.NotEqual(Amount.Zero, report.IdentityError);
    }

    [Theory]
    [InlineData(Market.Spot)]
    [InlineData(Market.Linear)]
    public void A_fee_that_is_booked_a_hundred_millionth_below_what_was_charged_shows_as_just_that(Market market)
    {
        var report = new GridReplaying
        {
            Market = market,
            To = Instant.At(2025, 1, 4),
            Through = venue => new Understating(venue, market),
        }.Recorded();

        Assert.Equal(-0.00000001m, report.IdentityError.Value);
        Assert.Equal(0.00000001m, report.IdentityErrorMax.Value);
    }

    [Fact]
    public void A_stop_closes_all_and_the_grid_rests()
    {
        var report = (Month("SOLUSDT") with { Set = ["StopLoss=0.02"] }).Recorded();
        Assert.StartsWith("stop-loss", $"{(report.Row.State.Phase as EvenKeel.Grids.GridPhase.Stopped)?.Because}",
            StringComparison.Ordinal);
        Assert.InRange(report.Row.Ledger.Base.Value, 0m, 0.1m);
        AssertExplained(report);
    }

    /// <summary>A month of a pair; Solana's bars begin in April.</summary>
    private static GridReplaying Month(string pair, Market market = Market.Spot)
    {
        var month = pair == "SOLUSDT" ? 5 : 1;
        return new()
        {
            Pair = pair,
            Market = market,
            From = Instant.At(2025, month, 1),
            To = Instant.At(2025, month + 1, 1),
        };
    }

    private static void AssertExplained(GridBacktestReport report)
    {
        Assert.Equal(Amount.Zero, report.IdentityError);
        Assert.Equal(Amount.Zero, report.IdentityErrorMax);
        // At each full hour, and after each fill: only what came within ten seconds is checked together.
        Assert.Equal(report.Fills.Count, report.FillsChecked);
        Assert.InRange(report.IdentityChecks, 500 + (report.Fills.Count * 4 / 5), 800 + report.Fills.Count);
        Assert.Equal(report.EquityEnd - report.EquityStart, report.Profit.Profit);
    }
}
