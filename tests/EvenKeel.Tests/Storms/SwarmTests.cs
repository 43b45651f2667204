using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>Seeds of the random storm: what one seed is, and that no promise is broken in any.</summary>
public sealed class SwarmTests
{
    [Fact]
    public void Nothing_is_lost_doubled_or_left_naked_whatever_the_seed()
    {
        var tally = new Tally();
        for (ulong seed = 1; seed <= 300; seed++)
        {
            tally.Add(StormRun.Of(StormPlan.Of(seed), VenueSettings.Default).Live());
        }

        Assert.True(tally.Broken.Count == 0, string.Join('\n', tally.Broken.Select(Told)));
        Assert.InRange(tally.Entries, 150, 600);
        Assert.InRange(tally.Exits, 150, 600);
        Assert.InRange(tally.Crashes, 100, 300);
    }

    [Fact]
    public void No_rung_is_doubled_lost_or_left_unclosed_whatever_the_seed()
    {
        var tally = new Tally();
        for (ulong seed = 1; seed <= 200; seed++)
        {
            tally.Add(StormRun.Of(StormPlan.OfGrid(seed), VenueSettings.Default).Live());
        }

        Assert.True(tally.Broken.Count == 0, string.Join('\n', tally.Broken.Select(Told)));
        Assert.InRange(tally.Entries, 300, 2_000);
        Assert.InRange(tally.Exits, 300, 2_000);
        Assert.InRange(tally.Crashes, 80, 200);
    }

    [Fact]
    public void Each_fault_strikes_grids_or_says_why_it_cannot()
    {
        var plans = Enumerable.Range(1, 2_000).Select(s => StormPlan.OfGrid((ulong)s)).ToList();
        Assert.All(Errands.FaultsOfGrids, f => Assert.Contains(plans, p => p.Has(f)));
        Assert.All(Errands.NotOfGrids, n => Assert.DoesNotContain(plans, p => p.Has(n.Fault)));
        var named = Errands.FaultsOfGrids.Concat(Errands.NotOfGrids.Select(n => n.Fault));
        Assert.Equal(Enum.GetValues<Fault>().Order(), named.Order());
    }

    [Fact]
    public void A_seed_lives_the_same_life_each_time()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var plan = StormPlan.Of(seed);
            var (first, again) = (
                StormRun.Of(plan, VenueSettings.Default).Live(), StormRun.Of(plan, VenueSettings.Default).Live());
            Assert.Equal((first.Digest, first.Events), (again.Digest, again.Events));
        }
    }

    [Fact]
    public void Another_seed_lives_another_life()
    {
        var digests = Enumerable.Range(1, 50)
            .Select(s => StormRun.Of(StormPlan.Of((ulong)s), VenueSettings.Default).Live().Digest);
        Assert.Equal(50, digests.Distinct().Count());
    }

    [Fact]
    public void About_a_third_of_the_faults_is_left_out_of_each_run()
    {
        var plans = Enumerable.Range(1, 2_000).Select(s => StormPlan.Of((ulong)s)).ToList();
        var often = plans.Count(p => p.Has(Fault.RequestLost));
        Assert.InRange(often, 1_250, 1_420);
        Assert.All(Errands.FaultsOfCarries, f => Assert.Contains(plans, p => p.Has(f)));
    }

    [Fact]
    public void A_run_without_one_fault_draws_the_others_as_before()
    {
        var plan = StormPlan.Of(7);
        var without = plan.Without(Fault.RequestLost);
        Assert.False(without.Has(Fault.RequestLost));
        Assert.Equal(plan.Triggers.Where(t => t.Fault != Fault.RequestLost), without.Triggers);
        Assert.Equal(plan.Odds.Sum() - plan.Odds[(int)Fault.RequestLost], without.Odds.Sum());
    }

    private static string Told(StormOutcome outcome) => $"seed {outcome.Plan.Seed}: {outcome.Violations[0]}";
}
