using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>Exits whose owner dies, at every boundary in turn: the same end, and no second order.</summary>
public sealed class ExitCrashTests
{
    [Fact]
    public void A_positive_exit_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Worlds.Plan.Hold(), Leave(Worlds.Costly));

    [Fact]
    public void A_negative_exit_that_repays_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Worlds.Negative.Hold(), Leave(new(0.001m)));

    [Fact]
    public void An_emergency_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Worlds.Plan.Hold(),
        w =>
        {
            w.Mode = new(Flatten: true);
            w.Owner.Tick();
            w.UntilPhase<CarryPhase.Flat>();
        });

    private static Action<CarryWorld> Leave(Rate rate) => world =>
    {
        world.Venue.Foretell(world.ArbPlan.Symbol, rate);
        world.Market.Settle(rate);
        world.UntilPhase<CarryPhase.Flat>();
    };
}
