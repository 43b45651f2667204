using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>What a campaign must have met, asked of campaigns made by hand: each floor is met to the last run, or
/// missed by one.</summary>
public sealed class QuotaTests
{
    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void A_campaign_that_meets_each_floor_to_the_last_run_misses_nothing(Errand errand) =>
        Assert.Empty(Campaign.Of(errand).Missed(first => first));

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void Each_fault_that_strikes_upon_an_open_order_in_one_run_too_few_is_missed(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.All(campaign.Quota.Faults, fault => Assert.Equal(
            [$"{fault} upon an open order: {campaign.Struck - 1}, must be at least {campaign.Struck}"],
            campaign.Missed(first => first with { Upon = first.Upon.SetItem((int)fault, 0) })));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void Each_way_on_that_is_taken_in_one_run_too_few_is_missed(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.All(campaign.Quota.Branches, branch => Assert.Equal(
            [$"{branch}: {campaign.Taken - 1}, must be at least {campaign.Taken}"],
            campaign.Missed(first => first with { Branches = first.Branches.SetItem((int)branch, false) })));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void One_stormy_run_too_few_that_entered_is_missed(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.Equal(
            [$"entries among stormy runs: {campaign.Entered - 1}, must be at least {campaign.Entered}"],
            campaign.Missed(first => first with { Entries = 0 }));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void One_stormy_run_too_few_that_left_is_missed(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.Equal(
            [$"exits among stormy runs: {campaign.Left - 1}, must be at least {campaign.Left}"],
            campaign.Missed(first => first with { Exits = 0 }));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void Less_than_half_of_the_deaths_upon_an_open_order_is_missed(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.Empty(campaign.Missed(first => DiesAlsoUponNone(first, campaign.Struck)));
        Assert.Equal(
            [$"deaths upon an open order: {campaign.Struck}, must be at least {campaign.Struck + 1}"],
            campaign.Missed(first => DiesAlsoUponNone(first, campaign.Struck + 2)));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void Twice_the_runs_must_meet_each_fault_and_each_way_on_twice_as_often(Errand errand)
    {
        var campaign = Campaign.Of(errand);
        Assert.Equal(
            [
                .. campaign.Quota.Faults.Select(
                    f => $"{f} upon an open order: {campaign.Struck}, must be at least {2 * campaign.Struck}"),
                .. campaign.Quota.Branches.Select(
                    b => $"{b}: {campaign.Taken}, must be at least {2 * campaign.Taken}"),
            ],
            campaign.Missed(first => first, quiet: campaign.Runs));
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.GridTrip)]
    public void Fewer_runs_than_the_smallest_campaign_are_held_to_nothing(Errand errand)
    {
        var (campaign, tally) = (Campaign.Of(errand), new Tally());
        for (var run = 1; run < campaign.Runs; run++)
        {
            tally.Add(campaign.Quiet);
        }

        Assert.Empty(campaign.Quota.Missed(tally));
        tally.Add(campaign.Quiet);
        Assert.NotEmpty(campaign.Quota.Missed(tally));
    }

    [Fact]
    public void Each_fault_and_each_way_on_is_asked_of_carries_or_of_grids()
    {
        var (carries, grids) = (Quota.OfCarries, Quota.OfGrids);
        Assert.Equal(Enum.GetValues<Fault>(), carries.Faults.Union(grids.Faults).Order());
        Assert.Equal(Enum.GetValues<Branch>(), carries.Branches.Union(grids.Branches).Order());
    }

    private static StormOutcome DiesAlsoUponNone(StormOutcome outcome, int times) => outcome with
    {
        Strikes = outcome.Strikes.SetItem((int)Fault.Crash, outcome.Strikes[(int)Fault.Crash] + times),
    };

    /// <summary>As few runs as are held to a quota; the first of them meet each floor of it, and no more.</summary>
    /// <param name="Quiet">What a run came to in which nothing was met.</param>
    /// <param name="Runs">How many there are.</param>
    /// <param name="Struck">In so many each fault strikes upon an open order: these are the stormy ones.</param>
    /// <param name="Taken">In so many each way on is taken.</param>
    /// <param name="Entered">So many complete an entry, or fill a rung.</param>
    /// <param name="Left">So many complete an exit, or make a round trip.</param>
    private sealed record Campaign(
        Quota Quota, StormOutcome Quiet, int Runs, int Struck, int Taken, int Entered, int Left)
    {
        public static Campaign Of(Errand errand)
        {
            var calm = StormRun.Of(StormPlan.Calm(1, errand), VenueSettings.Default).Live();
            var quiet = calm with
            {
                Strikes = [.. Enum.GetValues<Fault>().Select(_ => 0)],
                Upon = [.. Enum.GetValues<Fault>().Select(_ => 0)],
                Branches = [.. Enum.GetValues<Branch>().Select(_ => false)],
                Entries = 0,
                Exits = 0,
            };
            return errand.IsGrid()
                ? new(Quota.OfGrids, quiet, 2_000, Struck: 20, Taken: 2, Entered: 12, Left: 10)
                : new(Quota.OfCarries, quiet, 10_000, Struck: 100, Taken: 10, Entered: 60, Left: 40);
        }

        /// <summary>What is missed when the first run comes to something else.</summary>
        /// <param name="quiet">So many quiet runs are lived besides.</param>
        public IReadOnlyList<string> Missed(Func<StormOutcome, StormOutcome> but, int quiet = 0)
        {
            var tally = new Tally();
            tally.Add(but(Run(0)));
            for (var run = 1; run < Runs + quiet; run++)
            {
                tally.Add(Run(run));
            }

            return Quota.Missed(tally);
        }

        private StormOutcome Run(int run) => run >= Struck
            ? Quiet
            : Quiet with
            {
                Strikes = [.. Enum.GetValues<Fault>().Select(f => Quota.Faults.Contains(f) ? 1 : 0)],
                Upon = [.. Enum.GetValues<Fault>().Select(f => Quota.Faults.Contains(f) ? 1 : 0)],
                Branches = [.. Enum.GetValues<Branch>().Select(b => run < Taken && Quota.Branches.Contains(b))],
                Entries = run < Entered ? 1 : 0,
                Exits = run < Left ? 1 : 0,
            };
    }
}
