using EvenKeel.Accounting;
using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;

namespace EvenKeel.Tests.Faults;

/// <summary>Kills the owner at every boundary that it crosses, each in a world of its own: before, during and after
/// every write, every send and every question. The next owner must end where the first would have.</summary>
internal static class Killing
{
    /// <summary>Two hedging times, a failover, and what a request that was lost with its owner takes to prove: lease,
    /// visibility, two questions.</summary>
    private static readonly TimeSpan s_exposedMax = TimeSpan.FromSeconds((2 * 3) + 1.5 + 1 + 5 + 2);

    /// <param name="prepare">The world up to where the killing begins.</param>
    /// <param name="sameOrders">Whether every world must place the very orders of the one without a crash.</param>
    public static void Everywhere(Func<CarryWorld> prepare, Action<CarryWorld> run, bool sameOrders = true)
    {
        var (nominal, boundaries) = (End(prepare, run, null, out var crossed), crossed);
        Assert.InRange(boundaries, 40, 1_000);
        for (var boundary = 1; boundary <= boundaries; boundary++)
        {
            var end = End(prepare, run, boundary, out _);
            Assert.InRange(end.World.Exposure.StretchMax, TimeSpan.Zero, s_exposedMax);
            end.World.Holds(nominal.Held == end.Held, () => $"at {boundary}: {end.Held} is not {nominal.Held}");
            if (sameOrders)
            {
                end.World.Holds(
                    nominal.Ledger == end.Ledger, () => $"at {boundary}: {end.Ledger} is not {nominal.Ledger}");
                end.World.Holds(
                    nominal.Orders == end.Orders, () => $"at {boundary}:\n{end.Orders}\nis not\n{nominal.Orders}");
            }
        }
    }

    private static Ending End(Func<CarryWorld> prepare, Action<CarryWorld> run, int? boundary, out int crossed)
    {
        var world = prepare();
        var before = world.Boundaries.Count;
        if (boundary is { } at)
        {
            world.CrashAt(at);
        }

        run(world);
        Assert.Equal(boundary is null ? 0 : 1, world.History.Of<Happening.Crashed>().Count());
        crossed = world.Boundaries.Count - before;
        world.Sound();
        // Which leg of a slice comes first is a matter of latency.
        var orders = world.Orders(Market.Spot).Concat(world.Orders(Market.Linear))
            .Select(d => $"{d.Market} {d.Side} {d.Quantity}");
        return new(
            world.Held, world.Row.Ledger with { FundingUntil = default }, string.Join('\n', orders), world);
    }

    private sealed record Ending(
        (Quantity Coin, Quantity Position) Held, Ledger Ledger, string Orders, CarryWorld World);
}
