using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Tests.Venues;

/// <summary>A bar that nothing waits for costs almost nothing: no path is worked out, and nothing is
/// allocated.</summary>
public sealed class IdleBarTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Idle_bars_allocate_nothing_without_a_position() => Assert.Equal(0, AllocatedBy(new BarScene()));

    [Fact]
    public void Idle_bars_allocate_nothing_while_a_carry_is_held()
    {
        var scene = new BarScene();
        Feed(scene.Venue, scene.Venue.Bars(Market.Spot, Scene.Btc), scene.Venue.Bars(Market.Linear, Scene.Btc), 0, 1);
        scene.Do(Scene.Draft(Market.Spot, Side.Buy, 1m));
        scene.Do(Scene.Draft(Market.Linear, Side.Sell, 0.999m));

        Assert.Equal(0, AllocatedBy(scene));
        Assert.Equal(-0.999m, scene.Venue.Position(Scene.Btc).Value);
    }

    private static long AllocatedBy(BarScene scene)
    {
        var (spot, linear) = (scene.Venue.Bars(Market.Spot, Scene.Btc), scene.Venue.Bars(Market.Linear, Scene.Btc));
        Feed(scene.Venue, spot, linear, 1, 20);
        var bars = 20;
        return Allocated.By(() => Feed(scene.Venue, spot, linear, bars, bars += 200));
    }

    private static void Feed(SimulatedVenue venue, BarFeed spot, BarFeed linear, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var at = Scene.Start + (FiveMinutes * i);
            var bar = BarScene.Bar(at, 50_000m + (i % 7), 50_020m, 49_990m, 50_010m);
            spot.Open(in bar, FiveMinutes);
            linear.Open(in bar, FiveMinutes);
            if (i % 12 == 0)
            {
                venue.Mark(Scene.Btc, at, new(50_000m));
            }

            venue.AdvanceTo(at);
        }
    }
}
