using EvenKeel.Host.Storage;
using EvenKeel.Markets;
using EvenKeel.Risk;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Storage;

public sealed class SqliteKillRowTests : IAsyncLifetime
{
    private TemporaryStore store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => store = await TemporaryStore.PreparedAsync();

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_switch_that_nobody_touched_is_released()
    {
        var row = new SqliteKillRow(store.Source(), "main");

        Assert.Equal(KillRow.Released, await row.ReadAsync(Cancellation));
        Assert.Equal(RiskMode.Normal, await row.Read(Cancellation));
    }

    [Fact]
    public async Task A_kill_is_seen_by_the_next_read_of_another_process_with_its_reason_and_time()
    {
        var here = new SqliteKillRow(store.Source(), "main");
        var there = new SqliteKillRow(store.Source(), "main");
        await there.ReadAsync(Cancellation);
        var killed = new KillRow(true, false, "venue prints nonsense", Instant.At(2025, 3, 1, 12));

        await here.WriteAsync(killed, Cancellation);

        Assert.Equal(killed, await there.ReadAsync(Cancellation));
        Assert.Equal(new RiskMode(Kill: true), await there.Read(Cancellation));
    }

    [Fact]
    public async Task A_kill_with_flatten_survives_a_restart_and_is_released_whole()
    {
        await new SqliteKillRow(store.Source(), "main")
            .WriteAsync(new(true, true, "flat, now", Instant.At(2025, 3, 1)), Cancellation);

        await store.PrepareAsync();
        var row = new SqliteKillRow(store.Source(), "main");
        Assert.Equal(new RiskMode(Kill: true, Flatten: true), await row.Read(Cancellation));

        await row.WriteAsync(new(false, false, "all is well", Instant.At(2025, 3, 2)), Cancellation);
        Assert.Equal(RiskMode.Normal, await row.Read(Cancellation));
        Assert.Equal(1, store.Number("SELECT count(*) FROM evenkeel_kill"));
    }

    [Fact]
    public async Task One_account_is_killed_without_the_other()
    {
        var source = store.Source();
        await new SqliteKillRow(source, "main").WriteAsync(new(true, false, "stop", default), Cancellation);

        Assert.Equal(RiskMode.Normal, await new SqliteKillRow(source, "second").Read(Cancellation));
    }

    [Fact]
    public async Task A_switch_that_cannot_be_read_throws_and_is_not_released()
    {
        store.Tamper("DROP TABLE evenkeel_kill");

        await Assert.ThrowsAsync<SqliteException>(() => new SqliteKillRow(store.Source(), "main").Read(Cancellation));
    }

    [Theory]
    [InlineData(false, true, "why", "flatten is only possible while killed")]
    [InlineData(true, false, " ", "needs a reason")]
    public async Task A_row_that_makes_no_sense_is_refused(bool killed, bool flatten, string reason, string rule)
    {
        var row = new SqliteKillRow(store.Source(), "main");

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => row.WriteAsync(new(killed, flatten, reason, default), Cancellation));

        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
        Assert.Equal(KillRow.Released, await row.ReadAsync(Cancellation));
    }
}
