using EvenKeel.Funding;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>An entry whose leading order rests, whose owner dies at every boundary in turn: whatever befalls the order,
/// the next owner takes it over by its id and ends level.</summary>
public sealed class LimitEntryCrashTests
{
    [Fact]
    public void Filled_in_part_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.FilledInPart);

    [Fact]
    public void Filled_slowly_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.FilledSlowly);

    [Fact]
    public void Filled_while_cancelled_it_is_taken_over_wherever_its_owner_dies() =>
        Everywhere(Limits.FilledWhileCancelled);

    [Fact]
    public void Ended_by_the_venue_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.EndedByTheVenue);

    [Fact]
    public void About_to_take_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.WouldTake);

    [Fact]
    public void Passed_by_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.PassedBy);

    [Fact]
    public void Filled_to_a_rest_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.FilledToARest);

    [Fact]
    public void Filled_whole_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.FilledWhole);

    [Fact]
    public void With_its_cancel_lost_it_is_taken_over_wherever_its_owner_dies() => Everywhere(Limits.CancelLost);

    [Fact]
    public void A_kill_while_it_rests_ends_flat_wherever_its_owner_dies() => Killing.Everywhere(
        Limits.Killed,
        w =>
        {
            w.Run(TimeSpan.FromMinutes(1));
            Assert.IsType<CarryPhase.Flat>(w.Row.State.Phase);
            Assert.Empty(w.Row.Journal.Open);
        },
        sameOrders: false);

    private static void Everywhere(Func<CarryWorld> begin) =>
        Killing.Everywhere(begin, w => w.UntilPhase<CarryPhase.Holding>(300), sameOrders: false);
}
