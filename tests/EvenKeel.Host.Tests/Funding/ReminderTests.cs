using EvenKeel.Funding;
using EvenKeel.Host.Tests.Durable;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Host.Tests.Funding;

/// <summary>The reminder alone keeps a carry level: the watchdog is the reconciliation tick.</summary>
public sealed class ReminderTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Only_the_reminder_fires_and_finds_half_of_the_perp_leg_deleveraged()
    {
        // Given a carry that holds, and from now on no timer and no tick, only reminders
        await using var cluster = await MachineCluster.StartAsync(timers: false);
        var held = (await cluster.EnterAsync()).Row.Ledger;
        var ordersBefore = cluster.Venue.Orders.Count;

        // When the venue deleverages half of the perpetual
        cluster.Venue.DeleverageHalf(new("BTCUSDT"));
        var report = await cluster.PassAsync(
            cluster.Btc, s_minute,
            r => r is { Row.State: { Stopped: not null, Phase: CarryPhase.Holding } }, "a carry that is level again");

        // Then it is booked with its evidence, a person is told, and the spot excess is sold
        Assert.Equal(held.Perp * 0.5m, report.Row.Ledger.Perp);
        Assert.Contains("Deleveraged", report.Row.State.Stopped, StringComparison.Ordinal);
        Assert.Contains(report.Alarms, a => a.Text.Contains("Deleveraged", StringComparison.Ordinal));
        var sold = cluster.Venue.Orders.Skip(ordersBefore).ToList();
        Assert.All(sold, o => Assert.Equal(
            (Market.Spot, Side.Sell, OrderState.Filled), (o.Draft.Market, o.Draft.Side, o.State)));
        var now = report.Row.Ledger;
        Assert.Equal(held.Base - now.Base, sold.Aggregate(Quantity.Zero, (sum, o) => sum + o.Draft.Quantity));
        Assert.True(now.Exposure.Abs() < new Quantity(0.001m), $"exposed by {now.Exposure}");
    }

    [Fact]
    public async Task A_carry_that_nobody_wakes_is_entered_by_its_reminder_alone()
    {
        await using var cluster = await MachineCluster.StartAsync(timers: false);
        await cluster.Btc.Look();

        var report = await cluster.PassAsync(
            cluster.Btc, s_minute, r => r.Row.State.Phase is CarryPhase.Holding, "a carry that holds");

        Assert.Equal(cluster.Venue.Simulated.Position(new("BTCUSDT")), report.Row.Ledger.Perp);
    }
}
