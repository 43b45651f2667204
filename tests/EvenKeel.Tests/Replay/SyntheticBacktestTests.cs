using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Tests.Replay;

/// <summary>What holds on any tape is shown on a made-up one, so that it is shown on any machine.</summary>
public sealed class SyntheticBacktestTests
{
    private static readonly Instant March = Instant.At(2025, 3, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Carries_of_both_directions_are_earned_at_each_interval_and_explained_exactly(int hours)
    {
        var report = new Replaying { To = March }.Synthetic(hours);

        Assert.True(report is { Entries: > 1, Exits: > 1 });
        Assert.Contains(report.Episodes, e => e.Direction == CarryDirection.Negative);
        Assert.Contains(report.Episodes, e => e.Direction == CarryDirection.Positive);
        Assert.Equal(0m, report.IdentityError.Value);
        Assert.Equal(report.EquityEnd - report.EquityStart, report.ProfitAndLoss.Profit);
        Assert.Equal(2 * 59 * 24 / hours, report.Settlements);
    }

    [Fact]
    public void Each_entry_is_left_or_held_at_the_end_and_funding_is_the_sum_of_its_flows()
    {
        var replay = new Replaying { To = March };
        var report = replay.Synthetic();

        var flows = replay.Records.SelectMany(r => r.Flows).ToList();
        var held = report.Episodes.Count(e => e.Closed is null);

        Assert.True(held > 0);
        Assert.Equal(report.Exits + held, report.Entries);
        Assert.Equal(
            report.ProfitAndLoss.Funding,
            flows.Where(f => f.Kind == FlowKind.Funding).Aggregate(Amount.Zero, (sum, f) => sum + f.Amount));
    }

    [Fact]
    public void Marks_that_were_not_recorded_are_told()
    {
        var report = new Replaying { To = Instant.At(2025, 1, 10) }.Over(new WithoutMarks(new SyntheticTape(
            1, Instant.At(2025, 1, 1), Instant.At(2025, 1, 10), TimeSpan.FromHours(8))));

        Assert.Contains(
            report.Alarms,
            a => a.StartsWith("BTCUSDT: 216 hourly marks are not recorded", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fee_booked_one_hundred_millionth_too_low_shows_as_just_that()
    {
        var report = new Replaying
        {
            To = March,
            Through = venue => new Understating(venue, Market.Linear),
        }.Synthetic();

        Assert.Equal(-0.00000001m, report.IdentityError.Value);
    }

    [Fact]
    public void Patient_entries_earn_the_makers_fee()
    {
        var patient = new Replaying { To = March, Set = ["Style=Patient"] }.Synthetic();
        var aggressive = new Replaying { To = March }.Synthetic();

        Assert.Contains(patient.Orders.Lines, l => l.Contains("PostOnly", StringComparison.Ordinal));
        Assert.True(patient.Entries > 0);
        Assert.Equal(0m, patient.IdentityError.Value);
        Assert.Equal(0m, aggressive.IdentityError.Value);
    }

    [Fact]
    public void Passing_over_idle_bars_changes_no_order_of_a_borrowed_coin_either()
    {
        var quick = new Replaying { To = March, Seed = 5 };
        var thorough = quick with { Set = ["SkipIdle=false"] };

        var report = quick.Synthetic();

        Assert.True(report.ProfitAndLoss.Interest > Amount.Zero);
        Assert.Equal(thorough.Synthetic().Orders.Lines, report.Orders.Lines);
    }

    [Fact]
    public void Interest_of_two_years_in_borrowed_coin_leaves_no_leg_unhedged_for_long()
    {
        var report = new Replaying { Pairs = ["ETHUSDT"], To = Instant.At(2027, 1, 1) }.Synthetic();

        // Given more interest than two lots of the perpetual are worth
        Assert.True(report.ProfitAndLoss.Interest > new Amount(80m));
        Assert.InRange(report.UnhedgedMax, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(7));
        Assert.Equal(0m, report.IdentityError.Value);
    }

    [Fact]
    public void What_is_open_at_the_end_is_valued_and_counts_as_no_exit()
    {
        var report = new Replaying { To = March }.Synthetic();

        Assert.Equal(report.Episodes.Count(e => e.Closed is not null), report.Exits);
        Assert.Contains(report.Episodes, e => e.Closed is null);
    }

    private sealed class WithoutMarks(ITapeSource tape) : ITapeSource
    {
        public string Label => tape.Label;

        public ICandleFeed? Candles(TapeSeries series, Symbol symbol) =>
            series == TapeSeries.Mark ? null : tape.Candles(series, symbol);

        public IReadOnlyDictionary<string, FundingCalendar> Settlements(IReadOnlyCollection<Symbol> symbols) =>
            tape.Settlements(symbols);
    }
}
