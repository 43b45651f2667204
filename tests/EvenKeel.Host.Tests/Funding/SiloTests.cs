using EvenKeel.Funding;
using EvenKeel.Grains.Funding;
using EvenKeel.Host.Tests.Durable;
using EvenKeel.Orders;
using EvenKeel.Venues;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace EvenKeel.Host.Tests.Funding;

/// <summary>One carry and more than one silo: killed, moved away from, not knowing of each other, and asleep over a
/// send. There is still one order of each kind.</summary>
public sealed class SiloTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_carry_whose_silo_is_killed_in_the_middle_of_an_entry_is_finished_by_the_other_one()
    {
        // Given two silos, and the carry's own is killed while its leading order is on its way
        await using var cluster = await MachineCluster.StartAsync(timers: false, silos: 2);
        await cluster.Btc.Wake();
        var open = Assert.Single((await cluster.Btc.Look()).Row.Journal.Open);
        var home = await cluster.HomeOfAsync(cluster.Btc);
        await cluster.KillAsync(home);

        // When the other one is asked
        var report = await EnterAsync(cluster);

        // Then it has found that order by its id, and sent none of its own for it
        Assert.Equal(cluster.OtherThan(home), await cluster.HomeOfAsync(cluster.Btc));
        Assert.Equal(IntentStatus.Filled, report.Row.Journal.Find(open.Id)!.Status);
        AssertOnceEach(cluster, report);
    }

    [Fact]
    public async Task A_carry_that_is_moved_to_another_silo_in_the_middle_of_an_entry_goes_on_there()
    {
        await using var cluster = await MachineCluster.StartAsync(timers: false, silos: 2);
        await cluster.Btc.Wake();
        var home = await cluster.HomeOfAsync(cluster.Btc);
        Assert.Single((await cluster.Btc.Look()).Row.Journal.Open);

        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.OtherThan(home));
        await cluster.Btc.AsReference<IGrainManagementExtension>().MigrateOnIdle(
            TestContext.Current.CancellationToken);
        RequestContext.Clear();
        var report = await EnterAsync(cluster);

        Assert.NotEqual(home, await cluster.HomeOfAsync(cluster.Btc));
        AssertOnceEach(cluster, report);
    }

    [Fact]
    public async Task Two_silos_that_do_not_know_of_each_other_place_the_orders_of_one()
    {
        // Given the same carry active in two clusters at once
        await using var here = await MachineCluster.StartAsync();
        await using var there = await MachineCluster.StartAsync(beside: here);
        var report = await Eventually.GetsAsync(
            async () =>
            {
                await Task.WhenAll(WakeAsync(here), WakeAsync(there));
                here.Time.Advance(s_step);
                return await here.Btc.Look();
            },
            r => r.Row.State.Phase is CarryPhase.Holding, "a carry that holds");

        // Then what the venue took in is what one of them wrote down
        await Task.WhenAll(WakeAsync(here), WakeAsync(there));
        AssertOnceEach(here, report);
        Assert.NotEmpty(here.Rows.Conflicts);
        await there.PassAsync(
            there.Btc, s_step, r => r.Row.State.Phase is CarryPhase.Holding, "the same carry in the other one");
    }

    [Fact]
    public async Task An_owner_that_sleeps_over_its_send_is_refused_by_the_venue_when_it_wakes()
    {
        // Given an owner that has written its leading order down and falls asleep before the venue hears of it
        await using var sleeping = await MachineCluster.StartAsync();
        var (held, wakes) = (new TaskCompletionSource<ClientOrderId>(), new TaskCompletionSource());
        sleeping.Venue.OnItsWay = request =>
        {
            var first = request is VenueRequest.PlaceOrder { Order.Item.Id: var id } && held.TrySetResult(id);
            return first ? wakes.Task : Task.CompletedTask;
        };
        sleeping.Btc.Wake().Ignore();
        var order = await held.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // When another one has taken over and entered, and the first goes on as if nothing had been
        await using var next = await MachineCluster.StartAsync(beside: sleeping);
        var report = await EnterAsync(next);
        wakes.SetResult();
        await next.PassAsync(
            sleeping.Btc, s_step, r => r.Row.State.Phase is CarryPhase.Holding, "the same in the one that slept");

        // Then its order never came to be, and its leg stands once
        Assert.Equal(IntentStatus.NeverArrived, report.Row.Journal.Find(order)!.Status);
        Assert.DoesNotContain(next.Venue.Orders, o => o.Id == order);
        var now = await next.Btc.Look();
        Assert.Equal(now.Row.Ledger.Perp, next.Venue.Simulated.Position(new("BTCUSDT")));
        Assert.InRange(now.Row.Ledger.Exposure.Value, 0m, 0.001m);
        AssertOnceEach(next, now, but: order);
    }

    /// <summary>Each order that the venue took in is an intent of the row, and each intent of the row was taken in
    /// once.</summary>
    private static void AssertOnceEach(MachineCluster cluster, CarryReport report, ClientOrderId? but = null)
    {
        var taken = cluster.Venue.Orders.Select(o => o.Id).ToList();
        Assert.Equal(taken.Distinct(), taken);
        Assert.Equal(report.Row.Journal.Intents.Select(i => i.Id).Where(id => id != but), taken);
        Assert.True(taken.Count >= 2);
    }

    private static Task<CarryReport> EnterAsync(MachineCluster cluster) => Eventually.GetsAsync(
        async () =>
        {
            await WakeAsync(cluster);
            cluster.Time.Advance(TimeSpan.FromMilliseconds(200));
            return await LookAsync(cluster);
        },
        report => report.Row.State.Phase is CarryPhase.Holding, "a carry that holds");

    /// <summary>A silo that is gone, or an owner that lost its row, answers with an error once.</summary>
    private static async Task WakeAsync(MachineCluster cluster)
    {
        try
        {
            await cluster.Btc.Wake();
        }
        catch (OrleansException)
        {
            // The next one goes on from what is stored.
        }
    }

    private static async Task<CarryReport> LookAsync(MachineCluster cluster)
    {
        try
        {
            return await cluster.Btc.Look();
        }
        catch (OrleansException)
        {
            return await cluster.Btc.Look();
        }
    }
}
