using System.Collections.Immutable;
using System.Globalization;
using EvenKeel.Accounting;
using EvenKeel.Grains.Durable;
using EvenKeel.Machines;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Storage;

/// <summary>Appends audit records and flows to the store's append-only tables, by (machine, version) once.</summary>
internal sealed class SqliteOutbox(SqliteDataSource store) : IOutbox
{
    private const string InsertRecord =
        """
        INSERT INTO evenkeel_audit (machine, version, at, hash, previous, record)
        VALUES (@machine, @version, @at, @hash, @previous, @record)
        """;

    private const string InsertFlow =
        """
        INSERT INTO evenkeel_flow
          (machine, version, ordinal, at, pair, market, coin, kind, quantity, price, rate, amount)
        VALUES
          (@machine, @version, @ordinal, @at, @pair, @market, @coin, @kind, @quantity, @price, @rate, @amount)
        """;

    /// <exception cref="HistoryForkedException">History and row tell two stories; nothing was appended.</exception>
    public async Task Append(string machine, ImmutableArray<OutboxEntry> entries, CancellationToken cancellation)
    {
        // Not back to a grain's turn: it could be busy, and all others would wait for this connection
        using var connection = await store.OpenAsync(cancellation).ConfigureAwait(false);
        using var transaction = connection.BeginTransaction();
        var (newest, hash) = Newest(connection, machine);
        foreach (var entry in entries)
        {
            if (entry.Version <= newest)
            {
                RefuseOther(connection, machine, entry);
                continue;
            }

            if (entry.Version != newest + 1 || !entry.Follows(machine, hash))
            {
                throw new HistoryForkedException(
                    $"{machine}: record {entry.Version} ({Short(entry.Hash)}, after {Short(entry.Previous)}) does " +
                    $"not continue the history in {store.File}, which ends with record {newest} ({Short(hash)}).");
            }

            Append(connection, machine, entry);
            (newest, hash) = (entry.Version, entry.Hash);
        }

        transaction.Commit();
    }

    private static (long Version, string Hash) Newest(SqliteConnection connection, string machine)
    {
        using var command = connection.Command(
            "SELECT version, hash FROM evenkeel_audit WHERE machine = @machine ORDER BY version DESC LIMIT 1",
            ("@machine", machine));
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : (0, string.Empty);
    }

    private void RefuseOther(SqliteConnection connection, string machine, OutboxEntry entry)
    {
        using var command = connection.Command(
            "SELECT hash FROM evenkeel_audit WHERE machine = @machine AND version = @version",
            ("@machine", machine),
            ("@version", entry.Version));
        var stored = command.ExecuteScalar() as string ?? string.Empty;
        if (!string.Equals(stored, entry.Hash, StringComparison.Ordinal))
        {
            throw new HistoryForkedException(
                $"{machine}: record {entry.Version} is {Short(stored)} in {store.File}, and now {Short(entry.Hash)}: " +
                "two owners wrote this version, or the row was put back from a copy.");
        }
    }

    private static void Append(SqliteConnection connection, string machine, OutboxEntry entry)
    {
        connection.Run(
            InsertRecord,
            ("@machine", machine),
            ("@version", entry.Version),
            ("@at", entry.At.Milliseconds),
            ("@hash", entry.Hash),
            ("@previous", entry.Previous),
            ("@record", entry.Record));
        for (var i = 0; i < entry.Flows.Length; i++)
        {
            Append(connection, machine, entry.Version, i, entry.Flows[i]);
        }
    }

    private static void Append(SqliteConnection connection, string machine, long version, int ordinal, Flow flow) =>
        connection.Run(
            InsertFlow,
            ("@machine", machine),
            ("@version", version),
            ("@ordinal", ordinal),
            ("@at", flow.At.Milliseconds),
            ("@pair", flow.Pair.Name),
            ("@market", flow.Market.ToString()),
            ("@coin", flow.Coin.Code),
            ("@kind", flow.Kind.ToString()),
            ("@quantity", Digits(flow.Quantity.Value)),
            ("@price", Digits(flow.Price?.Value)),
            ("@rate", Digits(flow.Rate?.Value)),
            ("@amount", Digits(flow.Amount.Value)));

    // As text every digit stays, the trailing zeros too; SQLite's own numbers are doubles
    private static string? Digits(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Short(string hash) => hash.Length == 0 ? "nothing" : hash[..Math.Min(hash.Length, 12)];
}
