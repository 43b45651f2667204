using System.Collections.Immutable;
using EvenKeel.Accounting;
using EvenKeel.Host.Storage;
using EvenKeel.Machines;
using EvenKeel.Markets;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Storage;

public sealed class SqliteOutboxTests : IAsyncLifetime
{
    private const string Machine = "carry/BTCUSDT";

    private TemporaryStore store = null!;
    private SqliteOutbox outbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TemporaryStore.PreparedAsync();
        outbox = new(store.Source());
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Records_and_flows_are_stored_to_the_last_digit()
    {
        var history = History(2);
        await outbox.Append(Machine, history, Cancellation);

        Assert.Equal(
            [
                $"1|{history[0].At.Milliseconds}|{history[0].Hash}||step 1",
                $"2|{history[1].At.Milliseconds}|{history[1].Hash}|{history[0].Hash}|step 2",
            ],
            store.Rows("SELECT version, at, hash, previous, record FROM evenkeel_audit ORDER BY version"));
        Assert.Equal(
            [
                "0|BTCUSDT|Spot|BTC|Trade|0.10|64000.50||-6400.050",
                "1|BTCUSDT|Linear|BTC|Funding|-0.1|79228162514264337593543950335|0.00010|-0.000000000000000000000001",
            ],
            store.Rows(
                "SELECT ordinal, pair, market, coin, kind, quantity, price, rate, amount FROM evenkeel_flow " +
                "WHERE version = 1 ORDER BY ordinal"));
    }

    [Fact]
    public async Task What_is_appended_again_is_stored_once()
    {
        var history = History(5);
        await outbox.Append(Machine, history[..3], Cancellation);
        await outbox.Append(Machine, history[..3], Cancellation);
        await outbox.Append(Machine, history[1..], Cancellation);
        await outbox.Append(Machine, [], Cancellation);

        Assert.Equal(5, store.Number("SELECT count(*) FROM evenkeel_audit"));
        Assert.Equal(10, store.Number("SELECT count(*) FROM evenkeel_flow"));
    }

    [Fact]
    public async Task Eight_owners_who_append_the_same_at_once_store_it_once()
    {
        var history = History(20);
        var owners = Enumerable.Range(0, 8).Select(_ => new SqliteOutbox(store.Source())).ToArray();

        await Task.WhenAll(owners.Select(o => Task.Run(() => o.Append(Machine, history, Cancellation), Cancellation)));

        Assert.Equal(20, store.Number("SELECT count(*) FROM evenkeel_audit"));
        Assert.Equal(40, store.Number("SELECT count(*) FROM evenkeel_flow"));
    }

    [Fact]
    public async Task A_version_with_another_hash_is_a_fork_and_nothing_of_its_batch_stays()
    {
        var history = History(2);
        await outbox.Append(Machine, history, Cancellation);
        var other = OutboxEntry.Of(Machine, 2, history[1].At, "another step 2", history[0].Hash, []);
        var third = OutboxEntry.Of(Machine, 3, history[1].At, "step 3", history[1].Hash, []);

        var forked = await Assert.ThrowsAsync<HistoryForkedException>(
            () => outbox.Append(Machine, [third, other], Cancellation));

        Assert.Contains($"{Machine}: record 2", forked.Message, StringComparison.Ordinal);
        Assert.Contains(history[1].Hash[..12], forked.Message, StringComparison.Ordinal);
        Assert.Contains(other.Hash[..12], forked.Message, StringComparison.Ordinal);
        Assert.Equal(2, store.Number("SELECT count(*) FROM evenkeel_audit"));
    }

    [Fact]
    public async Task A_record_that_continues_another_history_is_refused()
    {
        await outbox.Append(Machine, History(2), Cancellation);
        var stranger = OutboxEntry.Of(Machine, 3, Instant.At(2025, 1, 2), "step 3", "hash of another past", []);

        var forked = await Assert.ThrowsAsync<HistoryForkedException>(
            () => outbox.Append(Machine, [stranger], Cancellation));

        Assert.Contains("ends with record 2", forked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_leaves_a_hole_is_refused_with_all_that_came_with_it()
    {
        var history = History(4);

        await Assert.ThrowsAsync<HistoryForkedException>(() => outbox.Append(Machine, history[1..], Cancellation));
        await Assert.ThrowsAsync<HistoryForkedException>(
            () => outbox.Append(Machine, [history[0], history[2]], Cancellation));

        Assert.Equal(0, store.Number("SELECT count(*) FROM evenkeel_audit"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM evenkeel_flow"));
    }

    [Fact]
    public async Task A_record_whose_hash_is_not_its_own_is_refused()
    {
        var changed = History(1)[0] with { Record = "never happened" };

        await Assert.ThrowsAsync<HistoryForkedException>(() => outbox.Append(Machine, [changed], Cancellation));
    }

    [Fact]
    public async Task Each_machine_has_a_history_of_its_own()
    {
        await outbox.Append(Machine, History(2), Cancellation);
        await outbox.Append("carry/ETHUSDT", History(3, "carry/ETHUSDT"), Cancellation);

        Assert.Equal(5, store.Number("SELECT count(*) FROM evenkeel_audit"));
    }

    [Theory]
    [InlineData("UPDATE evenkeel_audit SET record = 'another'", "evenkeel_audit is append-only")]
    [InlineData("DELETE FROM evenkeel_audit WHERE version = 2", "evenkeel_audit is append-only")]
    [InlineData("REPLACE INTO evenkeel_audit SELECT * FROM evenkeel_audit", "evenkeel_audit is append-only")]
    [InlineData("UPDATE evenkeel_flow SET amount = '1'", "evenkeel_flow is append-only")]
    [InlineData("DELETE FROM evenkeel_flow", "evenkeel_flow is append-only")]
    [InlineData("REPLACE INTO evenkeel_flow SELECT * FROM evenkeel_flow", "evenkeel_flow is append-only")]
    public async Task History_is_never_changed_deleted_or_replaced(string statement, string rule)
    {
        await outbox.Append(Machine, History(2), Cancellation);

        var refused = Assert.Throws<SqliteException>(() => store.Tamper(statement));

        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
        await outbox.Append(Machine, History(3), Cancellation);
        Assert.Equal(3, store.Number("SELECT count(*) FROM evenkeel_audit"));
    }

    private static ImmutableArray<OutboxEntry> History(int versions, string machine = Machine)
    {
        var history = ImmutableArray.CreateBuilder<OutboxEntry>();
        var previous = string.Empty;
        for (var version = 1; version <= versions; version++)
        {
            var at = Instant.At(2025, 1, 1) + TimeSpan.FromSeconds(version);
            history.Add(OutboxEntry.Of(machine, version, at, $"step {version}", previous, Flows(at)));
            previous = history[^1].Hash;
        }

        return history.ToImmutable();
    }

    private static ImmutableArray<Flow> Flows(Instant at) =>
    [
        new(at, new("BTCUSDT"), Market.Spot, new("BTC"), FlowKind.Trade, new(0.10m), new Price(64000.50m), null,
            new(-6400.050m)),
        new(at, new("BTCUSDT"), Market.Linear, new("BTC"), FlowKind.Funding, new(-0.1m), new Price(decimal.MaxValue),
            new Rate(0.00010m), new(-0.000000000000000000000001m)),
    ];
}
