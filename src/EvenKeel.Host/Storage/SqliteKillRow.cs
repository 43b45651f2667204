using EvenKeel.Grains.Durable;
using EvenKeel.Markets;
using EvenKeel.Risk;

namespace EvenKeel.Host.Storage;

/// <summary>Whether new risk is stopped on an account, why, and since when.</summary>
/// <param name="Killed">No new risk until a person releases it.</param>
/// <param name="Flatten">Close what is open as well; only while killed.</param>
/// <param name="Reason">Why it was set or released, in a person's words.</param>
internal sealed record KillRow(bool Killed, bool Flatten, string Reason, Instant At)
{
    /// <summary>Nobody has ever touched the switch.</summary>
    public static KillRow Released { get; } = new(false, false, "never set", default);
}

/// <summary>The kill switch as one row per account; each read asks the file.</summary>
/// <param name="account">The account whose switch this is.</param>
internal sealed class SqliteKillRow(SqliteDataSource store, string account) : IKillRow
{
    public async Task<RiskMode> Read(CancellationToken cancellation)
    {
        var row = await ReadAsync(cancellation).ConfigureAwait(false);
        return new(Kill: row.Killed, Flatten: row.Flatten);
    }

    /// <summary>The row, or <see cref="KillRow.Released"/> if it was never written.</summary>
    public async Task<KillRow> ReadAsync(CancellationToken cancellation)
    {
        using var connection = await store.OpenAsync(cancellation).ConfigureAwait(false);
        using var command = connection.Command(
            "SELECT killed, flatten, reason, at FROM evenkeel_kill WHERE account = @account", ("@account", account));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetString(2), new Instant(reader.GetInt64(3)))
            : KillRow.Released;
    }

    /// <summary>Sets the row; when it returns, the row is on disk.</summary>
    public async Task WriteAsync(KillRow row, CancellationToken cancellation)
    {
        if (row.Flatten && !row.Killed)
        {
            throw new ArgumentException($"Account {account}: flatten is only possible while killed.", nameof(row));
        }

        if (string.IsNullOrWhiteSpace(row.Reason))
        {
            throw new ArgumentException($"Account {account}: the kill switch needs a reason.", nameof(row));
        }

        using var connection = await store.OpenAsync(cancellation).ConfigureAwait(false);
        connection.Run(
            """
            INSERT INTO evenkeel_kill (account, killed, flatten, reason, at)
            VALUES (@account, @killed, @flatten, @reason, @at)
            ON CONFLICT (account) DO UPDATE
            SET killed = excluded.killed, flatten = excluded.flatten, reason = excluded.reason, at = excluded.at
            """,
            ("@account", account),
            ("@killed", row.Killed),
            ("@flatten", row.Flatten),
            ("@reason", row.Reason),
            ("@at", row.At.Milliseconds));
    }
}
