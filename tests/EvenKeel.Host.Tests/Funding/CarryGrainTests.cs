using System.Collections.Concurrent;
using EvenKeel.Funding;
using EvenKeel.Grains.Funding;
using EvenKeel.Host.Tests.Durable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;
using Orleans.Core.Internal;

namespace EvenKeel.Host.Tests.Funding;

/// <summary>One carry in its grain: what it writes, what it sends, and what becomes of it when something
/// fails.</summary>
public sealed class CarryGrainTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly Symbol s_btc = new("BTCUSDT");

    [Fact]
    public async Task A_carry_enters_with_its_timer_alone_once_it_was_woken()
    {
        await using var cluster = await MachineCluster.StartAsync();
        await cluster.Btc.Wake();

        var report = await cluster.PassAsync(cluster.Btc, s_step, IsHolding, "a carry that holds");

        Assert.Equal(Level(report), report.Row.Ledger.Base);
        Assert.All(report.Row.Journal.Intents, i => Assert.Equal(IntentStatus.Filled, i.Status));
        Assert.Equal(report.Row.Journal.Intents.Select(i => i.Id), cluster.Venue.Orders.Select(o => o.Id));
    }

    [Fact]
    public async Task An_activation_that_ends_in_the_middle_of_an_entry_is_followed_by_one_that_finishes_it()
    {
        // Given a leading order that is open when the activation ends
        await using var cluster = await MachineCluster.StartAsync(timers: false);
        await cluster.Btc.Wake();
        var open = Assert.Single((await cluster.Btc.Look()).Row.Journal.Open);
        await cluster.Btc.AsReference<IGrainManagementExtension>().DeactivateOnIdle(
            TestContext.Current.CancellationToken);

        // When another activation goes on
        var report = await cluster.EnterAsync();

        // Then the order is found by its id, and nothing was sent twice
        Assert.Equal(IntentStatus.Filled, report.Row.Journal.Find(open.Id)!.Status);
        Assert.Equal(report.Row.Journal.Intents.Select(i => i.Id), cluster.Venue.Orders.Select(o => o.Id));
    }

    [Fact]
    public async Task A_write_that_fails_sends_nothing_and_the_next_activation_enters()
    {
        // Given a store that refuses the first intent
        await using var cluster = await MachineCluster.StartAsync();
        var sentBefore = new List<int>();
        var failing = new FirstIntent("the disk is full");
        cluster.Rows.BeforeWrite = row =>
        {
            if (FirstIntent.IsIn(row))
            {
                sentBefore.Add(cluster.Venue.Orders.Count);
            }

            failing.Write(row);
        };

        // When the carry wants to enter
        await Assert.ThrowsAsync<OrleansException>(cluster.Btc.Wake);
        var report = await cluster.PassAsync(cluster.Btc, s_step, IsHolding, "a carry that holds");

        // Then nothing was sent between the two writes of the intent, and each order once after them
        Assert.Equal([0, 0], sentBefore.Take(2));
        Assert.Equal(report.Row.Journal.Intents.Select(i => i.Id), cluster.Venue.Orders.Select(o => o.Id));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_read_again_and_its_order_was_never_sent()
    {
        // Given a store that writes the first intent and says that it did not
        await using var cluster = await MachineCluster.StartAsync();
        cluster.Rows.AfterWrite = new FirstIntent("the connection was lost").Write;

        // When the carry has entered all the same
        await Assert.ThrowsAsync<OrleansException>(cluster.Btc.Wake);
        var report = await cluster.PassAsync(cluster.Btc, s_step, IsHolding, "a carry that holds");

        // Then that intent was proven never to have arrived, and the venue never saw it
        var lost = report.Row.Journal.Intents[0];
        Assert.Equal(IntentStatus.NeverArrived, lost.Status);
        Assert.DoesNotContain(cluster.Venue.Orders, o => o.Id == lost.Id);
    }

    [Fact]
    public async Task A_store_that_is_away_is_tried_once_a_second_and_the_leg_is_hedged_when_it_is_back()
    {
        // Given a store that goes away when the leading order is to be booked
        await using var cluster = await MachineCluster.StartAsync();
        var (away, tries) = (false, new ConcurrentQueue<Instant>());
        cluster.Rows.BeforeRead = Fail;
        cluster.Rows.BeforeWrite = row =>
        {
            away |= tries.IsEmpty && row is MachineRow<Carry> { Ledger.Base.IsZero: false };
            Fail();
        };
        await cluster.Btc.Wake();

        // When nobody wakes the carry, and the store comes back after some seconds
        await cluster.PassAsync(s_step, () => tries.Count > 5, "a store that is asked for again and again");
        var naked = cluster.Venue.Simulated.Position(s_btc);
        var backAt = cluster.Venue.Now;
        away = false;
        await cluster.PassAsync(s_step, () => !cluster.Venue.Simulated.Position(s_btc).IsZero, "a hedge");

        // Then it was tried at once and after that once a second, and no reminder was needed
        Assert.Equal(Quantity.Zero, naked);
        var pauses = tries.Skip(1).Zip(tries.Skip(2), (a, b) => b - a);
        Assert.All(pauses, pause => Assert.True(pause >= TimeSpan.FromSeconds(1), $"{pause}"));
        Assert.InRange(cluster.Venue.Now - backAt, TimeSpan.Zero, TimeSpan.FromSeconds(3));

        void Fail()
        {
            if (away)
            {
                tries.Enqueue(cluster.Venue.Now);
                throw new IOException("the store is away");
            }
        }
    }

    [Fact]
    public async Task A_second_owner_of_a_coin_is_refused_at_its_start_with_both_names()
    {
        await using var cluster = await MachineCluster.StartAsync();
        await cluster.Btc.Wake();

        var second = cluster.Carry(new("BTCUSDC"));
        await second.Wake();

        var halted = (await second.Look()).Halted;
        Assert.Contains("carry/BTCUSDC", halted, StringComparison.Ordinal);
        Assert.Contains("carry/BTCUSDT owns BTC", halted, StringComparison.Ordinal);
        Assert.Null((await cluster.Btc.Look()).Halted);
    }

    [Fact]
    public async Task A_bug_halts_its_own_machine_and_no_other()
    {
        // Given an answer that cannot be: the port never throws
        await using var cluster = await MachineCluster.StartAsync();
        var eth = cluster.Carry(new("ETHUSDT"));
        cluster.Venue.Before = request =>
        {
            if (request is VenueRequest.ReadMarket { Symbol.Name: "ETHUSDT" })
            {
                throw new InvalidOperationException("a bug");
            }
        };

        await eth.Wake();
        await cluster.Btc.Wake();
        await cluster.PassAsync(cluster.Btc, s_step, IsHolding, "a carry that holds");

        await cluster.PassAsync(eth, s_step, report => report.Halted == "a bug", "a machine that halts");
    }

    [Fact]
    public async Task A_machine_that_fails_again_and_again_is_quarantined_and_its_naked_leg_is_closed()
    {
        // Given a carry that has bought spot, and fails at its hedge and at each question after it
        await using var cluster = await MachineCluster.StartAsync();
        var failures = 0;
        cluster.Venue.Before = request =>
        {
            var hedges = request is VenueRequest.PlaceOrder { Order.Item.Draft.Market: Market.Linear }
                or VenueRequest.FindOrder { Market: Market.Linear };
            if (hedges && failures++ < 5)
            {
                throw new InvalidOperationException("a bug");
            }
        };

        await cluster.Btc.Wake();
        var report = await cluster.PassAsync(
            cluster.Btc, s_step, r => r.Halted is not null && r.Row.Ledger.Base < new Quantity(0.001m), "level legs");

        Assert.StartsWith("in quarantine after 5 failures", report.Halted, StringComparison.Ordinal);
        Assert.Equal(Quantity.Zero, report.Row.Ledger.Perp);
        Assert.Contains(report.Row.Journal.Intents, i => i.Draft is { Market: Market.Spot, Side: Side.Buy });
    }

    [Fact]
    public async Task Every_write_leaves_one_audit_record_and_the_chain_is_unbroken()
    {
        await using var cluster = await MachineCluster.StartAsync();
        await cluster.Btc.Wake();
        var report = await cluster.PassAsync(cluster.Btc, s_step, IsHolding, "a carry that holds");

        await cluster.PassAsync(
            cluster.Btc, s_step, _ => cluster.Rows.Appended.Any(e => e.Version == report.Row.Version),
            "the last record");
        var previous = string.Empty;
        foreach (var entry in cluster.Rows.Appended.DistinctBy(e => e.Version).OrderBy(e => e.Version))
        {
            Assert.True(entry.Follows("carry/BTCUSDT", previous), $"record {entry.Version} does not follow");
            previous = entry.Hash;
        }

        Assert.Equal(report.Row.LastHash, previous);
    }

    private static bool IsHolding(CarryReport report) => report.Row.State.Phase is CarryPhase.Holding;

    /// <summary>What the spot leg holds when it is level: the perpetual's size and the dust below a lot.</summary>
    private static Quantity Level(CarryReport report) => report.Row.Ledger.Exposure - report.Row.Ledger.Perp;

    /// <summary>Fails the first write of a row with an order that is written down and not yet known to be
    /// sent.</summary>
    private sealed class FirstIntent(string because)
    {
        private bool _failed;

        public static bool IsIn(object? row) =>
            row is MachineRow<Carry> { Journal: var journal }
            && journal.Open.Any(i => i.Status == IntentStatus.Intended);

        public void Write(object? row)
        {
            if (!_failed && IsIn(row))
            {
                _failed = true;
                throw new IOException(because);
            }
        }
    }
}
