using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>The owner is killed at every boundary that it crosses, each in a world of its own: before, during and after
/// every write, every send and every question. The next owner ends where the first would have.</summary>
public sealed class CrashTests
{
    [Fact]
    public void A_positive_entry_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Worlds.Plan.Begin(), w => w.UntilPhase<CarryPhase.Holding>());

    [Fact]
    public void A_positive_exit_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Worlds.Plan.Hold(), Leave(Worlds.Costly));

    [Fact]
    public void A_negative_entry_that_borrows_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Worlds.Negative.Begin(), w => w.UntilPhase<CarryPhase.Holding>());

    [Fact]
    public void A_negative_exit_that_repays_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Worlds.Negative.Hold(), Leave(new(0.001m)));

    [Fact]
    public void A_patient_entry_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Slowly(Worlds.Patient.Begin()), w => w.UntilPhase<CarryPhase.Holding>(600), sameOrders: false);

    [Fact]
    public void An_emergency_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () => Worlds.Plan.Hold(),
        w =>
        {
            w.Mode = new(Flatten: true);
            w.Owner.Tick();
            w.UntilPhase<CarryPhase.Flat>();
        });

    [Fact]
    public void An_unwinding_ends_the_same_wherever_its_owner_dies() => KillEverywhere(
        () =>
        {
            var world = Worlds.OneSlice.Begin();
            world.UntilFilled(Market.Spot);
            world.Venue.Halt(Market.Linear, world.ArbPlan.Symbol);
            return world;
        },
        w => w.UntilPhase<CarryPhase.Flat>(), sameOrders: false);

    private static Action<World> Leave(Rate rate) => world =>
    {
        world.Venue.Foretell(world.ArbPlan.Symbol, rate);
        world.Market.Settle(rate);
        world.UntilPhase<CarryPhase.Flat>();
    };

    /// <summary>The market comes down to the resting order for a while, again and again, and fills it in
    /// parts.</summary>
    private static World Slowly(World world)
    {
        Swing(new(49_990m), new(50_000m));
        return world;

        void Swing(Price now, Price next) => world.Time.At(world.Time.Now + TimeSpan.FromSeconds(2), () =>
        {
            (world.Market.SpotAsks, world.Market.Price) = ([new(0.02m), new(100m)], now);
            Swing(next, now);
        });
    }

    /// <param name="prepare">The world up to where the killing begins.</param>
    /// <param name="sameOrders">Whether every world must place the very orders of the one without a crash.</param>
    private static void KillEverywhere(Func<World> prepare, Action<World> run, bool sameOrders = true)
    {
        var (nominal, boundaries) = (End(prepare, run, null, out var crossed), crossed);
        Assert.InRange(boundaries, 40, 1_000);
        for (var boundary = 1; boundary <= boundaries; boundary++)
        {
            var end = End(prepare, run, boundary, out _);
            Assert.True(nominal.Held == end.Held, $"at {boundary}: {end.Held} is not {nominal.Held}\n{end.Tail}");
            if (sameOrders)
            {
                Assert.True(
                    nominal.Ledger == end.Ledger,
                    $"at {boundary}: {end.Ledger} is not {nominal.Ledger}\n{end.Tail}");
                Assert.True(
                    nominal.Orders == end.Orders,
                    $"at {boundary}:\n{end.Orders}\nis not\n{nominal.Orders}\n{end.Tail}");
            }
        }
    }

    private static Ending End(Func<World> prepare, Action<World> run, int? boundary, out int crossed)
    {
        var world = prepare();
        var before = world.Boundaries.Count;
        if (boundary is { } at)
        {
            world.CrashAt(at);
        }

        run(world);
        crossed = world.Boundaries.Count - before;
        world.Sound();
        // Which leg of a slice comes first is a matter of latency.
        var orders = world.Orders(Market.Spot).Concat(world.Orders(Market.Linear))
            .Select(d => $"{d.Market} {d.Side} {d.Quantity}");
        return new(
            world.Held, world.Row.Ledger with { FundingUntil = default }, string.Join('\n', orders),
            world.History.Tail(80));
    }

    private sealed record Ending((Quantity Coin, Quantity Position) Held, Ledger Ledger, string Orders, string Tail);
}
