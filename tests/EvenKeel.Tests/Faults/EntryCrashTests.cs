using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>Entries whose owner dies, at every boundary in turn: the same end, and no second order.</summary>
public sealed class EntryCrashTests
{
    [Fact]
    public void A_positive_entry_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Worlds.Plan.Begin(), w => w.UntilPhase<CarryPhase.Holding>());

    [Fact]
    public void A_negative_entry_that_borrows_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Worlds.Negative.Begin(), w => w.UntilPhase<CarryPhase.Holding>());

    [Fact]
    public void A_patient_entry_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () => Slowly(Worlds.Patient.Begin()), w => w.UntilPhase<CarryPhase.Holding>(600), sameOrders: false);

    [Fact]
    public void An_unwinding_ends_the_same_wherever_its_owner_dies() => Killing.Everywhere(
        () =>
        {
            var world = Worlds.OneSlice.Begin();
            world.UntilFilled(Market.Spot);
            world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
            return world;
        },
        w => w.UntilPhase<CarryPhase.Flat>(), sameOrders: false);

    /// <summary>The market comes down to the resting order for a while, again and again, and fills it in
    /// parts.</summary>
    private static CarryWorld Slowly(CarryWorld world)
    {
        Swing(new(49_990m), new(50_000m));
        return world;

        void Swing(Price now, Price next) => world.Time.At(world.Time.Now + TimeSpan.FromSeconds(2), () =>
        {
            (world.Market.SpotAsks, world.Market.Price) = ([new(0.02m), new(100m)], now);
            Swing(next, now);
        });
    }
}
