using EvenKeel.Grains.Durable;
using EvenKeel.Host.Storage;
using EvenKeel.Risk;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Configuration;
using Orleans.TestingHost;

namespace EvenKeel.Host.Tests.Storage;

public sealed class StoreSiloTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    private readonly TemporaryStore store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_silo_goes_on_from_what_the_one_before_it_wrote()
    {
        await using (var first = await TestSilo.StartAsync(store))
        {
            Assert.Equal(1, await first.Grains.GetGrain<INoteGrain>("carry/BTCUSDT").Write(0.10m));
        }

        await using (var second = await TestSilo.StartAsync(store))
        {
            var grain = second.Grains.GetGrain<INoteGrain>("carry/BTCUSDT");
            Assert.Equal([0.10m], await grain.Read());
            Assert.Equal(2, await grain.Write(0.20m));
            Assert.Equal(1, await second.ActiveAsync());
        }
    }

    [Fact]
    public async Task A_test_cluster_that_keeps_its_own_membership_keeps_its_rows_when_a_silo_is_killed()
    {
        var source = store.Source();
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .UseSqliteStore(source, "main", membership: false)
            .Configure<TypeManifestOptions>(WithoutCodecs).Services.AddSingleton<Ticks>());
        builder.ConfigureClient(client => client.Configure<TypeManifestOptions>(WithoutCodecs));
        await using var cluster = builder.Build();
        await cluster.DeployAsync(Cancellation);
        var grain = cluster.Client.GetGrain<INoteGrain>("carry/BTCUSDT");
        await grain.Write(0.10m);
        var address = await cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain, Cancellation);

        await cluster.KillSiloAsync(cluster.Silos.Single(s => s.SiloAddress.Equals(address)), Cancellation);

        Assert.Equal([0.10m], await grain.Read());
        Assert.Equal(0, store.Number("SELECT count(*) FROM OrleansMembershipTable"));
    }

    [Fact]
    public async Task A_reminder_survives_the_silo_and_ticks_in_the_next_one()
    {
        await using (var first = await TestSilo.StartAsync(store))
        {
            await first.Grains.GetGrain<INoteGrain>("carry/BTCUSDT").Watch(TimeSpan.FromSeconds(1));
        }

        await using (var second = await TestSilo.StartAsync(store))
        {
            // Nobody calls the grain: the reminder alone wakes it
            await second.Get<Ticks>().First.WaitAsync(s_long, Cancellation);
            Assert.True(await second.Grains.GetGrain<INoteGrain>("carry/BTCUSDT").IsWatched());
        }
    }

    [Fact]
    public async Task A_reminder_is_read_back_to_the_tick_and_removed_only_by_its_own_etag()
    {
        await using var silo = await TestSilo.StartAsync(store);
        var start = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567);
        var id = GrainId.Create("note", "carry/BTCUSDT");
        var entry = new ReminderEntry
        {
            GrainId = id,
            ReminderName = "watch",
            StartAt = start,
            Period = TimeSpan.FromMinutes(1),
        };
        var stale = await silo.Reminders.UpsertRow(entry, Cancellation);
        var fresh = await silo.Reminders.UpsertRow(entry, Cancellation);

        var read = await silo.Reminders.ReadRow(id, "watch", Cancellation);
        Assert.Equal((start, DateTimeKind.Utc), (read!.StartAt, read.StartAt.Kind));
        Assert.Equal(TimeSpan.FromMinutes(1), read.Period);
        Assert.False(await silo.Reminders.RemoveRow(id, "watch", stale!, Cancellation));
        Assert.True(await silo.Reminders.RemoveRow(id, "watch", fresh!, Cancellation));
        Assert.Null(await silo.Reminders.ReadRow(id, "watch", Cancellation));
    }

    [Fact]
    public async Task Every_arc_of_the_ring_holds_the_reminders_whose_hash_lies_in_it()
    {
        await using var silo = await TestSilo.StartAsync(store);
        var ids = Enumerable.Range(0, 100).Select(i => GrainId.Create("note", $"carry/{i}")).ToArray();
        foreach (var id in ids)
        {
            var entry = new ReminderEntry
            {
                GrainId = id,
                ReminderName = "watch",
                StartAt = DateTime.UnixEpoch,
                Period = TimeSpan.FromMinutes(1),
            };
            await silo.Reminders.UpsertRow(entry, Cancellation);
        }

        Assert.Equal(100, (await silo.Reminders.ReadRows(0, 0, Cancellation)).Reminders.Count);
        (uint After, uint Until)[] arcs = [(0, 0x4000_0000), (0x4000_0000, 0xC000_0000), (0xC000_0000, 0)];
        foreach (var (after, until) in arcs)
        {
            // A point of the ring lies in the arc if it is less far from its start than the end is
            var inside = ids.Count(id => unchecked(id.GetUniformHashCode() - after - 1) < unchecked(until - after));
            Assert.Equal(inside, (await silo.Reminders.ReadRows(after, until, Cancellation)).Reminders.Count);
        }
    }

    [Fact]
    public async Task A_silo_does_not_start_on_a_store_that_must_not_be_used()
    {
        await store.PrepareAsync();
        store.Tamper("DROP INDEX UX_OrleansStorage");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => TestSilo.StartAsync(store));

        Assert.Contains("UX_OrleansStorage", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Number("SELECT count(*) FROM OrleansMembershipTable"));
    }

    [Fact]
    public async Task A_grain_finds_the_history_and_the_kill_row_of_its_store()
    {
        await using var silo = await TestSilo.StartAsync(store);

        await silo.Get<SqliteKillRow>().WriteAsync(new(true, false, "stop", default), Cancellation);

        Assert.Equal(new RiskMode(Kill: true), await silo.Get<IKillRow>().Read(Cancellation));
        Assert.IsType<SqliteOutbox>(silo.Get<IOutbox>());
    }

    // The grains of the product are loaded too; nobody calls them here, so nobody needs the codecs of their words
    private static void WithoutCodecs(TypeManifestOptions options) => options.EnableConfigurationAnalysis = false;
}
