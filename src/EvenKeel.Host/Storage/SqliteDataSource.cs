using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Storage;

/// <summary>Connections to the one SQLite file, one at a time, every write on disk before it is answered.</summary>
/// <remarks>
/// SQLite has one writer. Left to themselves, writers of one process meet SQLITE_BUSY, and the driver's back-off blocks
/// pool threads and is unfair; so they queue here, first come, first served, without holding a thread.
/// <para>Whoever holds a connection must not open a second one before it is disposed: it would wait for itself, until
/// the wait ends in a <see cref="TimeoutException"/>.</para>
/// </remarks>
/// <param name="file">Full path of the file; it is created when it does not exist, its folder is not.</param>
/// <param name="patience">How long to wait for another holder, in this process or another; null is 15 s.</param>
internal sealed class SqliteDataSource(string file, TimeSpan? patience = null) : DbDataSource
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(15);

    public string File { get; } = file;

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = true,
        DefaultTimeout = (int)Math.Ceiling((patience ?? TimeSpan.FromSeconds(15)).TotalSeconds),
    }.ToString();

    /// <summary>An open connection, to be disposed before the next one is asked for.</summary>
    public async Task<SqliteConnection> OpenAsync(CancellationToken cancellation) =>
        (SqliteConnection)await OpenConnectionAsync(cancellation).ConfigureAwait(false);

    // Orleans asserts at start that this is a SqliteConnection
    protected override DbConnection CreateDbConnection() => new GatedConnection(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Forget();
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Forget();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the handles that the driver's pool keeps, so that the file itself is closed.</summary>
    private void Forget()
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private sealed class GatedConnection(SqliteDataSource source) : SqliteConnection(source.ConnectionString)
    {
        private int holds;

        public override void Open()
        {
            if (State != ConnectionState.Open)
            {
                Enter(source.gate.Wait(source.patience));
            }
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            if (State != ConnectionState.Open)
            {
                Enter(await source.gate.WaitAsync(source.patience, cancellationToken).ConfigureAwait(false));
            }
        }

        public override void Close()
        {
            // The driver pools a handle as it is: a BEGIN whose batch failed would stay open on it
            if (State == ConnectionState.Open && SQLitePCL.raw.sqlite3_get_autocommit(Handle) == 0)
            {
                SQLitePCL.raw.sqlite3_exec(Handle, "ROLLBACK");
            }

            base.Close();
            if (Interlocked.Exchange(ref holds, 0) == 1)
            {
                source.gate.Release();
            }
        }

        private void Enter(bool entered)
        {
            if (!entered)
            {
                throw new TimeoutException(
                    $"The store {source.File} was held by another connection for {source.patience.TotalSeconds} s.");
            }

            holds = 1;
            try
            {
                base.Open();
                using var command = CreateCommand();
                // Both belong to the connection, and no keyword of the connection string sets them
                command.CommandText =
                    $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = {source.patience.TotalMilliseconds:F0};";
                command.ExecuteNonQuery();
            }
            catch
            {
                Close();
                throw;
            }
        }
    }
}
