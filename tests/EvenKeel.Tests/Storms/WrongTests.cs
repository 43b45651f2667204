using EvenKeel.Simulation.Storms;
using EvenKeel.Simulation.Storms.Wrongs;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Storms;

/// <summary>Each wrong protocol breaks a promise on a seed on which the right one keeps all. The others take more
/// seeds and are caught by the command.</summary>
public sealed class WrongTests
{
    public static TheoryData<Wrong> Quick => [.. Enum.GetValues<Wrong>().Except(
        [Wrong.CancelAnswerIsCancelled, Wrong.LocalClock, Wrong.NoVisibilityWait, Wrong.KillNotDurable])];

    [Theory]
    [MemberData(nameof(Quick))]
    public void A_wrong_protocol_is_caught_and_the_right_one_is_not(Wrong wrong)
    {
        for (ulong seed = 1; seed <= 150; seed++)
        {
            var plan = StormPlan.Of(seed);
            if (!new CarryStormRun(plan, VenueSettings.Default, WrongParts.Of(wrong)).Live().Violations.IsEmpty)
            {
                Assert.Empty(StormRun.Of(plan, VenueSettings.Default).Live().Violations);
                return;
            }
        }

        Assert.Fail($"{wrong} was not caught");
    }

    [Fact]
    public void A_hedge_that_comes_late_is_caught_by_the_time_a_leg_stands_alone_and_by_nothing_else()
    {
        foreach (var errand in (Errand[])[Errand.Entry, Errand.Negative])
        {
            foreach (var name in (string[])["Nominal", "UnknownCode of order 1", "AnswerLost of order 1"])
            {
                var plan = Behaviour.OfCarries.Single(b => b.Name == name).On(StormPlan.Calm(1, errand));
                var outcome = new CarryStormRun(plan, VenueSettings.Default, WrongParts.Of(Wrong.HedgesLate)).Live();
                Assert.Equal(["I8"], outcome.Violations.Select(v => v.Invariant).Distinct());
            }
        }
    }

    [Theory]
    [InlineData(WrongGrid.ClosesAtEveryTick)]
    [InlineData(WrongGrid.DropsPartOnCancel)]
    [InlineData(WrongGrid.LaysSecondLadder)]
    public void A_wrong_grid_is_caught_and_the_right_one_is_not(WrongGrid wrong)
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var plan = StormPlan.OfGrid(seed);
            if (!new GridStormRun(plan, VenueSettings.Default, WrongGrids.Of(wrong)).Live().Violations.IsEmpty)
            {
                Assert.Empty(StormRun.Of(plan, VenueSettings.Default).Live().Violations);
                return;
            }
        }

        Assert.Fail($"{wrong} was not caught");
    }

    [Fact]
    public void There_are_sixteen_wrong_protocols_and_two_more() =>
        Assert.Equal(18, Enum.GetValues<Wrong>().Length);

    [Fact]
    public void What_a_wrong_protocol_breaks_is_cut_down_to_what_matters()
    {
        var broken = Enumerable.Range(1, 100).Select(s => StormPlan.Of((ulong)s)).First(Breaks);
        var least = Shrinker.Shrink(broken, Breaks);
        Assert.True(Breaks(least));
        Assert.InRange(Shrinker.Tell(least).Count(), 0, 3);
        Assert.True(Shrinker.Tell(least).Count() <= Shrinker.Tell(broken).Count());

        static bool Breaks(StormPlan plan) => new CarryStormRun(
            plan, VenueSettings.Default, WrongParts.Of(Wrong.NoEtag)).Live().Violations.Any(v => v.Invariant == "I2");
    }
}
