using System.Data;
using EvenKeel.Host.Storage;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Storage;

public sealed class SqliteDataSourceTests : IDisposable
{
    private readonly TemporaryStore store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Every_connection_syncs_each_commit_and_waits_for_a_lock()
    {
        var source = store.Source(TimeSpan.FromSeconds(7));
        for (var i = 0; i < 3; i++)
        {
            using var connection = await source.OpenAsync(Cancellation);
            Assert.Equal(2, connection.Number("PRAGMA synchronous"));
            Assert.Equal(7000, connection.Number("PRAGMA busy_timeout"));
        }
    }

    [Fact]
    public async Task Forty_writers_who_read_before_they_write_never_meet_a_busy_file()
    {
        // Given a file in which a transaction that was overtaken between its read and its write fails at once
        var source = store.Source();
        using (var connection = await source.OpenAsync(Cancellation))
        {
            connection.Run("PRAGMA journal_mode = WAL; CREATE TABLE counted (n INTEGER)");
            connection.Run("INSERT INTO counted VALUES (0)");
        }

        // When
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => CountAsync(source, 25), Cancellation)));

        // Then
        Assert.Equal(1000, store.Number("SELECT n FROM counted"));
    }

    [Fact]
    public async Task A_batch_that_fails_inside_its_transaction_leaves_nothing_to_the_next_user_of_the_handle()
    {
        var source = store.Source();
        using (var connection = await source.OpenAsync(Cancellation))
        {
            connection.Run("CREATE TABLE kept (n INTEGER NOT NULL)");
        }

        using (var connection = await source.OpenAsync(Cancellation))
        {
            Assert.Throws<SqliteException>(() =>
                connection.Run("BEGIN; INSERT INTO kept VALUES (1); INSERT INTO kept VALUES (NULL); COMMIT"));
        }

        using (var connection = await source.OpenAsync(Cancellation))
        {
            connection.Run("BEGIN; INSERT INTO kept VALUES (2); COMMIT");
            Assert.Equal(2, connection.Number("SELECT sum(n) FROM kept"));
        }
    }

    [Fact]
    public async Task A_connection_that_is_kept_too_long_is_named_to_whoever_waits()
    {
        var source = store.Source(TimeSpan.FromMilliseconds(50));
        using var kept = await source.OpenAsync(Cancellation);

        var waited = await Assert.ThrowsAsync<TimeoutException>(() => source.OpenAsync(Cancellation));

        Assert.Contains(store.File, waited.Message, StringComparison.Ordinal);
        Assert.Contains("0.05 s", waited.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_given_up_lets_the_next_one_pass()
    {
        var source = store.Source();
        using (await source.OpenAsync(Cancellation))
        {
            using var enough = new CancellationTokenSource();
            var waiting = source.OpenAsync(enough.Token);
            await enough.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        using var next = await source.OpenAsync(Cancellation);
        Assert.Equal(ConnectionState.Open, next.State);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_does_not_keep_the_gate_shut()
    {
        var source = store.Source(TimeSpan.FromMilliseconds(50));
        Directory.CreateDirectory(store.File);

        await Assert.ThrowsAsync<SqliteException>(() => source.OpenAsync(Cancellation));
        await Assert.ThrowsAsync<SqliteException>(() => source.OpenAsync(Cancellation));

        Directory.Delete(store.File);
        using var opened = source.OpenConnection();
        Assert.Equal(ConnectionState.Open, opened.State);
    }

    [Fact]
    public async Task A_connection_may_be_closed_twice_and_opened_again()
    {
        var source = store.Source(TimeSpan.FromMilliseconds(50));
        using (var connection = await source.OpenAsync(Cancellation))
        {
            await connection.CloseAsync();
            await connection.OpenAsync(Cancellation);
            await connection.OpenAsync(Cancellation);
            await connection.CloseAsync();
            await connection.CloseAsync();
        }

        using var first = await source.OpenAsync(Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => source.OpenAsync(Cancellation));
    }

    private static async Task CountAsync(SqliteDataSource source, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var connection = await source.OpenAsync(Cancellation);
            using var transaction = connection.BeginTransaction(deferred: true);
            var n = connection.Number("SELECT n FROM counted");
            await Task.Yield();
            connection.Run("UPDATE counted SET n = @n", ("@n", n + 1));
            await transaction.CommitAsync(Cancellation);
        }
    }
}
