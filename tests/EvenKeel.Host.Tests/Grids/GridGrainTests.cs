using EvenKeel.Grains.Grids;
using EvenKeel.Grids;
using EvenKeel.Host.Tests.Durable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;
using Orleans.Core.Internal;

namespace EvenKeel.Host.Tests.Grids;

/// <summary>One grid in its grain: the ladder that it lays, what it sends, and what becomes of both when something
/// fails.</summary>
public sealed class GridGrainTests
{
    private static readonly Symbol s_sol = new("SOLUSDT");
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_grid_lays_its_ladder_with_its_timer_alone_once_it_was_woken()
    {
        await using var cluster = await StartAsync();
        await cluster.Sol.Wake();

        var report = await cluster.PassAsync(cluster.Sol, s_step, r => IsLaid(cluster, r), "a ladder that rests");

        Assert.Equal(["Buy 199", "Buy 198", "Buy 197"], Orders(cluster));
        Assert.Equal(Ids(cluster), report.Row.Journal.Intents.Select(i => i.Id));
        Assert.Equal((1, new Price(200m)), (report.Row.State.Ladder!.Generation, report.Row.State.Ladder.Anchor));
    }

    [Fact]
    public async Task What_a_rung_bought_is_sold_one_rung_higher_and_counts_as_a_round_trip()
    {
        // Given a ladder, and a price that falls through its first rung
        await using var cluster = await StartAsync();
        await cluster.Sol.Wake();
        await cluster.PassAsync(cluster.Sol, s_step, r => IsLaid(cluster, r), "a ladder that rests");
        cluster.Venue.Move(s_sol, new(198.6m));
        await TellAsync(cluster);
        await cluster.PassAsync(
            cluster.Sol, s_step, r => r.Row.Journal.Open.Any(i => i.Draft.Side == Side.Sell), "a close that rests");

        // When the price comes back
        cluster.Venue.Move(s_sol, new(200.4m));
        await TellAsync(cluster);
        var report = await cluster.PassAsync(
            cluster.Sol, s_step, r => r.Row.State.Totals.Trips == 1 && IsLaid(cluster, r), "a round trip");

        // Then it has earned the rung on what it bought, holds nothing, and its ladder stands as before
        Assert.Equal(new Amount(2.5m), report.Row.State.Totals.Matched);
        Assert.True(report.Row.Ledger.Perp.IsZero, $"holds {report.Row.Ledger.Perp}");
        Assert.Equal(["Buy 199", "Buy 198", "Buy 197", "Sell 200", "Buy 199"], Orders(cluster));
        Assert.Equal(1, report.Row.State.Ladder!.Generation);
    }

    [Fact]
    public async Task A_tick_that_moves_the_price_wakes_the_grid_and_a_smaller_one_does_not()
    {
        // Given a ladder that has been looked at around 200
        await using var cluster = await StartAsync(timers: false);
        await cluster.Sol.Wake();
        var looked = (await cluster.Sol.Look()).Row.Version;

        // When ticks tell of less than a tenth of the spacing, and then of more
        cluster.Venue.Move(s_sol, new(200.09m));
        await cluster.Sol.Tick();
        var idle = (await cluster.Sol.Look()).Row.Version;
        cluster.Venue.Move(s_sol, new(203.2m));
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        await cluster.Sol.Tick();

        // Then only the second one made it look
        Assert.Equal(looked, idle);
        Assert.True((await cluster.Sol.Look()).Row.Version > looked);
    }

    [Fact]
    public async Task An_activation_that_ends_in_the_middle_of_placing_is_followed_by_one_with_the_same_ladder()
    {
        // Given a grid of which the budget of a second is out when the activation ends
        await using var cluster = await StartAsync(timers: false);
        cluster.Venue.Grid = cluster.Venue.Grid with { LevelsBelow = 8 };
        await cluster.Sol.Wake();
        var before = (await cluster.Sol.Look()).Row;
        Assert.Equal(6, before.Journal.Intents.Length);
        await cluster.Sol.AsReference<IGrainManagementExtension>().DeactivateOnIdle(
            TestContext.Current.CancellationToken);

        // When another activation goes on, at another price
        cluster.Venue.Move(s_sol, new(200.3m));
        var report = await WakeUntilAsync(cluster, r => IsLaid(cluster, r));

        // Then it is the same ladder, and every rung has one order
        Assert.Equal(before.State.Ladder, report.Row.State.Ladder);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"Buy {199 - i}"), Orders(cluster));
        Assert.Equal(Ids(cluster), report.Row.Journal.Intents.Select(i => i.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_fails_sends_nothing_and_the_next_activation_lays_the_ladder_once(bool isWritten)
    {
        // Given a store that fails at the first intent: nothing is written, or it is and the answer is lost
        await using var cluster = await StartAsync();
        int? sentBefore = null;
        Action<object?> fail = row =>
        {
            if (sentBefore is null && row is MachineRow<Grid> { Journal: var journal } && journal.Open.Any())
            {
                sentBefore = cluster.Venue.Orders.Count;
                throw new IOException("the disk is full");
            }
        };
        Action<object?> well = _ => { };
        (cluster.Rows.BeforeWrite, cluster.Rows.AfterWrite) = (isWritten ? well : fail, isWritten ? fail : well);

        // When the grid wants to lay its ladder
        await Assert.ThrowsAsync<OrleansException>(cluster.Sol.Wake);
        var report = await cluster.PassAsync(cluster.Sol, s_step, r => IsLaid(cluster, r), "a ladder that rests");

        // Then every rung has one order, and what was written without being sent never arrived
        Assert.Equal(0, sentBefore);
        Assert.Equal(["Buy 197", "Buy 198", "Buy 199"], Orders(cluster).Order(StringComparer.Ordinal));
        var unsent = report.Row.Journal.Intents.Where(i => !i.IsOpen);
        Assert.Equal(
            Enumerable.Repeat(IntentStatus.NeverArrived, isWritten ? 3 : 0), unsent.Select(i => i.Status));
        Assert.Equal(Ids(cluster).ToHashSet(), report.Row.Journal.Open.Select(i => i.Id).ToHashSet());
    }

    [Fact]
    public async Task A_carry_and_a_grid_of_one_coin_do_not_both_start()
    {
        await using var cluster = await StartAsync();
        await cluster.Sol.Wake();
        await cluster.Btc.Wake();

        var carry = cluster.Carry(s_sol);
        var grid = cluster.Grid(new("BTCUSDT"));
        await carry.Wake();
        await grid.Wake();

        Assert.Contains("grid/SOLUSDT owns SOL", (await carry.Look()).Halted, StringComparison.Ordinal);
        Assert.Contains("carry/BTCUSDT owns BTC", (await grid.Look()).Halted, StringComparison.Ordinal);
        Assert.Null((await cluster.Sol.Look()).Halted);
        Assert.Null((await cluster.Btc.Look()).Halted);
    }

    [Fact]
    public async Task A_grid_that_nobody_wakes_is_laid_and_kept_by_its_reminder_alone()
    {
        // Given reminders only
        await using var cluster = await StartAsync(timers: false);
        await cluster.Sol.Look();
        await cluster.PassAsync(cluster.Sol, s_minute, r => IsLaid(cluster, r), "a ladder that rests");

        // When the price falls through a rung and nobody says so
        cluster.Venue.Move(s_sol, new(198.6m));
        var report = await cluster.PassAsync(
            cluster.Sol, s_minute, r => r.Row.Journal.Open.Any(i => i.Draft.Side == Side.Sell), "a close that rests");

        Assert.Equal(cluster.Venue.Simulated.Position(s_sol), report.Row.Ledger.Perp);
        Assert.Equal(report.Row.Ledger.Perp, GridMachine.SlotsOf(report.Row).Held);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_traded_waits_with_the_number_that_would_work()
    {
        await using var cluster = await StartAsync();
        cluster.Venue.Grid = cluster.Venue.Grid with { Step = new(0.05m) };
        await cluster.Sol.Wake();

        var report = await cluster.PassAsync(cluster.Sol, s_step, r => !r.Alarms.IsEmpty, "an alarm");

        Assert.Contains("must be at least", report.Alarms[0].Text, StringComparison.Ordinal);
        Assert.Empty(cluster.Venue.Orders);
    }

    [Fact]
    public async Task A_burst_of_ten_thousand_pushes_at_a_grids_grain_loses_no_fill()
    {
        // Given a ladder of twenty rungs, and a price that falls through all of them at once
        await using var cluster = await StartAsync();
        cluster.Venue.Grid = cluster.Venue.Grid with { LevelsBelow = 20, LevelsAbove = 20, Step = new(0.25m) };
        await cluster.Sol.Wake();
        var laid = await cluster.PassAsync(cluster.Sol, s_step, r => IsLaid(cluster, r), "a ladder that rests");
        cluster.Venue.Move(s_sol, new(194.8m));

        // When each order is told of five hundred times, one after the other and many at once
        var orders = laid.Row.Journal.Open.Select(i => i.Id.Text).ToList();
        var pushes = Enumerable.Range(0, 10_000).Select(i => cluster.Sol.Nudge(orders[i * 7 % orders.Count]));
        await Task.WhenAll(pushes);
        var report = await cluster.PassAsync(
            cluster.Sol, s_step, r => r.Row.Journal.Open.Count(i => i.Draft.Side == Side.Sell) == 20, "twenty closes");

        // Then every fill is booked once, and closed once
        var filled = orders.Select(id => report.Row.Journal.Find(new(id)) ?? laid.Row.Journal.Find(new(id))!);
        Assert.Equal(filled.Select(i => i.Draft.Quantity).Aggregate((a, b) => a + b), report.Row.Ledger.Perp);
        Assert.Equal(cluster.Venue.Simulated.Position(s_sol), report.Row.Ledger.Perp);
        Assert.Equal(report.Row.Ledger.Perp, GridMachine.SlotsOf(report.Row).Held);
        Assert.Equal(20, cluster.Venue.Orders.Count(o => o.Draft.Side == Side.Sell));
    }

    private static async Task<MachineCluster> StartAsync(bool timers = true)
    {
        var cluster = await MachineCluster.StartAsync(timers);
        cluster.Venue.Move(s_sol, new(200m));
        return cluster;
    }

    /// <summary>Pushes of what happened to the orders that rest.</summary>
    private static async Task TellAsync(MachineCluster cluster)
    {
        foreach (var open in (await cluster.Sol.Look()).Row.Journal.Open)
        {
            await cluster.Sol.Nudge(open.Id.Text);
        }
    }

    private static Task<GridReport> WakeUntilAsync(MachineCluster cluster, Func<GridReport, bool> until) =>
        Eventually.GetsAsync(
            async () =>
            {
                await cluster.Sol.Wake();
                cluster.Time.Advance(TimeSpan.FromMilliseconds(300));
                return await cluster.Sol.Look();
            },
            until, "a grid as wanted");

    /// <summary>Every rung of the window has its order, in the row and at the venue.</summary>
    private static bool IsLaid(MachineCluster cluster, GridReport report) =>
        report.Row.Journal.Open.Count(i => i.Draft.Side == Side.Buy) == cluster.Venue.Grid.LevelsBelow
        && cluster.Venue.Orders.Count(o => o is { State: OrderState.Live, Draft.Side: Side.Buy })
            == cluster.Venue.Grid.LevelsBelow;

    private static IEnumerable<ClientOrderId> Ids(MachineCluster cluster) => cluster.Venue.Orders.Select(o => o.Id);

    private static IEnumerable<string> Orders(MachineCluster cluster) =>
        cluster.Venue.Orders.Select(o => $"{o.Draft.Side} {o.Draft.Limit}");
}
