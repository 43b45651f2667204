using EvenKeel.Simulation.Faults;
using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Venues;
using EvenKeel.Tests.House;

namespace EvenKeel.Tests.Storms;

/// <summary>Behaviours of the venue by name, and owners that die at boundaries under them.</summary>
public sealed class SystematicTests
{
    [Fact]
    public void Sixty_behaviours_differ_in_what_is_done_on_each_errand()
    {
        var all = Behaviour.OfCarries;
        Assert.Equal(all.Length, all.Select(b => b.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Errands.Carry, errand => Assert.InRange(Differing(all, errand), 60, all.Length));
    }

    [Fact]
    public void Sixty_behaviours_give_the_nominal_entry_a_venue_history_of_its_own_each()
    {
        Assert.InRange(Histories(timed: true), 60, Behaviour.OfCarries.Length);
        Assert.InRange(Histories(timed: false), 60, Histories(timed: true));
    }

    [Fact]
    public void Three_behaviours_change_nothing_on_any_errand_of_a_carry()
    {
        var idle = Behaviour.OfCarries.Where(b => Errands.Carry.All(errand =>
            Live(b.On(StormPlan.Calm(1, errand))).Digest == Live(StormPlan.Calm(1, errand)).Digest));
        Assert.Equal(
            ["Nominal", "VenueRestart early", "VenueRestart late", "CancelSlow up to 2500"], idle.Select(b => b.Name));
    }

    [Fact]
    public void What_strikes_grids_alone_differs_from_all_else_on_an_errand_of_theirs()
    {
        var (all, shared) = (Behaviour.OfGrids, Behaviour.OfGrids.Intersect(Behaviour.OfCarries));
        Assert.Equal(
            Differing(shared, Errand.GridRegrid) + all.Except(shared).Count(), Differing(all, Errand.GridRegrid));
    }

    [Fact]
    public void Each_behaviour_is_listed_by_its_name()
    {
        var words = Repository.Read("docs/RELIABILITY.md").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var page = string.Join(' ', words);
        Assert.All(Behaviour.OfCarries.Union(Behaviour.OfGrids), b => Assert.Matches($"[ ;]{b.Name}[;.]", page));
    }

    [Fact]
    public void Every_errand_keeps_its_promises_under_every_behaviour()
    {
        var broken = Errands.Carry.SelectMany(errand => Behaviour.OfCarries
            .SelectMany(behaviour => Live(behaviour.On(StormPlan.Calm(1, errand))).Violations
                .Select(violation => $"{errand}, {behaviour.Name}: {violation}")));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_errand_of_a_grid_keeps_its_promises_under_every_behaviour()
    {
        var broken = Errands.Grid.SelectMany(errand => Behaviour.OfGrids
            .SelectMany(behaviour => Live(behaviour.On(StormPlan.Calm(1, errand))).Violations
                .Select(violation => $"{errand}, {behaviour.Name}: {violation}")));
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData(Errand.GridLay, 0)]
    [InlineData(Errand.GridTrip, 2)]
    [InlineData(Errand.GridRegrid, 1)]
    [InlineData(Errand.GridLeave, 0)]
    [InlineData(Errand.GridSpot, 1)]
    public void A_grid_survives_a_death_anywhere_on_its_errand(Errand errand, int trips)
    {
        var calm = Live(StormPlan.Calm(1, errand));
        Assert.InRange(calm.Exits, trips, 10);
        Assert.InRange(calm.Orders, 4, 50);
        for (var death = 1; death <= calm.Crossings; death += 3)
        {
            var outcome = Live(StormPlan.Calm(1, errand) with { Deaths = [death] });
            Assert.True(outcome.Violations.IsEmpty, $"{death}: {outcome.Violations.FirstOrDefault()}");
        }
    }

    [Theory]
    [InlineData(Errand.Exit)]
    [InlineData(Errand.GridTrip)]
    public void Each_planned_death_comes_and_the_last_one_at_the_last_boundary(Errand errand)
    {
        var planned = Systematic.Plans(VenueSettings.Default, [errand], deep: false)
            .TakeWhile(p => p.Behaviour == "Nominal").ToList();
        Assert.Equal(
            Enumerable.Range(0, Live(planned[0]).Crossings + 1),
            planned.Select(p => p.Deaths.FirstOrDefault()).Distinct());
        Assert.All(planned.Where((_, i) => i % 40 == 0).Append(planned[^1]), plan =>
            Assert.Equal(plan.Deaths.Length, Live(plan).Strikes[(int)Fault.Crash]));
    }

    [Fact]
    public void A_death_that_is_planned_for_after_the_end_is_told()
    {
        var plan = StormPlan.Calm(1, Errand.Entry);
        var late = plan with { Deaths = [Live(plan).Crossings + 1] };
        Assert.Equal("plan", Assert.Single(Live(late).Violations).Invariant);
    }

    [Theory]
    [InlineData(Errand.Entry)]
    [InlineData(Errand.Exit)]
    [InlineData(Errand.Patient)]
    [InlineData(Errand.Negative)]
    [InlineData(Errand.Resize)]
    [InlineData(Errand.Unwind)]
    public void An_errand_survives_two_deaths_close_to_each_other(Errand errand)
    {
        for (var first = 2; first < 90; first += 7)
        {
            for (var second = 1; second <= Systematic.Apart; second += 6)
            {
                var outcome = Live(StormPlan.Calm(1, errand) with { Deaths = [first, second] });
                Assert.True(outcome.Violations.IsEmpty, $"{first}, {second}: {outcome.Violations.FirstOrDefault()}");
            }
        }
    }

    private static int Differing(IEnumerable<Behaviour> behaviours, Errand errand) =>
        behaviours.Select(b => Live(b.On(StormPlan.Calm(1, errand))).Digest).Distinct().Count();

    private static int Histories(bool timed) => Behaviour.OfCarries
        .Select(b => VenueHistory.Of(b.On(StormPlan.Calm(1, Errand.Entry)), timed)).Distinct().Count();

    private static StormOutcome Live(StormPlan plan) => StormRun.Of(plan, VenueSettings.Default).Live();
}
