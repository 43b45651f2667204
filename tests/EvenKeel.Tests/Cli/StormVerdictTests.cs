using EvenKeel.Cli.Storms;
using EvenKeel.Markets;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Cli;

/// <summary>When a storm is red, and what its command ends with then.</summary>
public sealed class StormVerdictTests
{
    private static readonly WrongCaught s_caught = new("SendsTwice", true, 3, "I2", 3, "sent twice", true);

    private static StormOutcome Calm { get; } =
        StormRun.Of(StormPlan.Calm(1, Errand.Entry), VenueSettings.Default).Live();

    [Fact]
    public void A_storm_that_kept_met_and_caught_everything_ends_with_0()
    {
        var report = Report(Lived(Calm), Lived(Calm), s_caught);
        Assert.True(report.Ok);
        Assert.Equal(0, (int)StormCommand.Judge(report));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_storm_that_broke_one_promise_ends_with_1(bool grid, bool systematic)
    {
        var broken = Lived(Calm with { Violations = [new("I2", "sent twice", 7, Instant.At(2025, 1, 1))] });
        var campaign = systematic ? new StormCampaign(new(), broken.Swarm, "") : broken;
        var report = grid ? Report(Lived(Calm), campaign) : Report(campaign, Lived(Calm));
        Assert.Equal("sent twice", Assert.Single(report.Violations).What);
        AssertRed(report);
    }

    [Fact]
    public void A_storm_whose_carries_met_too_little_ends_with_1()
    {
        var report = Report(Lived(Calm, Quota.OfCarries.RunsMin), Lived(Calm));
        Assert.Contains("Repaid: 0, must be at least 10", report.QuotasMissed);
        Assert.Empty(report.Violations);
        AssertRed(report);
    }

    [Fact]
    public void A_storm_whose_grids_met_too_little_ends_with_1()
    {
        var report = Report(Lived(Calm), Lived(Calm, Quota.OfGrids.RunsMin));
        Assert.Contains("of grids, Relaid: 0, must be at least 2", report.QuotasMissed);
        Assert.All(report.QuotasMissed, m => Assert.StartsWith("of grids, ", m, StringComparison.Ordinal));
        AssertRed(report);
    }

    [Fact]
    public void A_storm_that_lets_one_wrong_protocol_pass_ends_with_1() => AssertRed(Report(
        Lived(Calm), Lived(Calm), s_caught, new("SendsUnwritten", false, null, null, null, null, true)));

    private static StormCampaign Lived(StormOutcome outcome, int runs = 1)
    {
        var (tally, trace) = StormCampaign.Live(runs, 1, _ => outcome, _ => { });
        return new(tally, new(), trace);
    }

    private static StormReport Report(StormCampaign carries, StormCampaign grids, params WrongCaught[] mutants) =>
        StormReport.Of(carries, grids, mutants, null, null, StormScope.All, TimeSpan.Zero);

    private static void AssertRed(StormReport report)
    {
        Assert.False(report.Ok);
        Assert.Equal(1, (int)StormCommand.Judge(report));
    }
}
