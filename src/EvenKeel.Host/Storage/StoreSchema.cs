using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Storage;

/// <summary>Makes the store ready before anything reads it: creates the schema, or proves that it is right.</summary>
internal static class StoreSchema
{
    /// <summary>The schema that this program writes and reads. It moves whenever sqlite.sql does.</summary>
    public const int Version = 1;

    /// <summary>"EVKL": says in the file's header whose it is.</summary>
    private const int Application = 0x45564B4C;

    /// <summary>Creates the schema in a new file and checks the file; safe at every start, even two at once.</summary>
    /// <exception cref="StoreRefusedException">The file must not be used. What it holds is as it was.</exception>
    public static async Task PrepareAsync(SqliteDataSource store, CancellationToken cancellation)
    {
        MakeFolder(store.File);
        try
        {
            using var connection = await store.OpenAsync(cancellation).ConfigureAwait(false);
            Prepare(connection, store.File);
        }
        catch (SqliteException e)
        {
            throw new StoreRefusedException($"The store {store.File} cannot be used: {Reason(e)}.", e);
        }
    }

    /// <summary>The schema as the script makes it.</summary>
    public static void Create(SqliteConnection connection) => connection.Run(Script());

    private static void Prepare(SqliteConnection connection, string file)
    {
        if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            throw new StoreRefusedException(
                $"The store {file} cannot be used: it is read-only, and this program must be able to write to it.");
        }

        using (connection.BeginTransaction(deferred: true))
        {
            // Three readings of one moment: another process may just be creating the schema
            RefuseForeign(connection, file);
        }

        var mode = connection.Text("PRAGMA journal_mode = WAL");
        if (!string.Equals(mode, "wal", StringComparison.Ordinal))
        {
            throw new StoreRefusedException(
                $"The store {file} cannot be used: its journal mode stays '{mode}', it must be 'wal'. " +
                "A network drive cannot do that: put the file on a disk of this machine.");
        }

        using var transaction = connection.BeginTransaction();
        // Read again under the lock: another process may have been faster
        if (connection.Number("PRAGMA user_version") < Version)
        {
            Create(connection);
            connection.Run($"PRAGMA application_id = {Application}; PRAGMA user_version = {Version};");
        }

        StoreCheck.Refuse(connection, file);
        transaction.Commit();
    }

    private static void RefuseForeign(SqliteConnection connection, string file)
    {
        var application = connection.Number("PRAGMA application_id");
        var version = connection.Number("PRAGMA user_version");
        var objects = connection.Number("SELECT count(*) FROM sqlite_master");
        if (application != Application && (application, version, objects) != (0, 0, 0))
        {
            throw new StoreRefusedException(
                $"The store {file} cannot be used: it is the database of another program " +
                $"(application id {application}, {objects} tables and indexes). Name a file of its own.");
        }

        if (version > Version)
        {
            throw new StoreRefusedException(
                $"The store {file} cannot be used: its schema has version {version}, and this program knows " +
                $"versions up to {Version}. Run the program that wrote it, or a newer one.");
        }
    }

    /// <summary>Makes the folder of a file, unless it is there.</summary>
    /// <exception cref="StoreRefusedException">It cannot be made.</exception>
    public static void MakeFolder(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"The store {file} cannot be used: its folder cannot be created ({e.Message}).", e);
        }
    }

    private static string Reason(SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_NOTADB => "the file is not a SQLite database. It is left as it is: name another file",
        SQLitePCL.raw.SQLITE_CORRUPT => "the file is damaged. It is left as it is: restore it from a backup",
        SQLitePCL.raw.SQLITE_CANTOPEN => "it cannot be opened. It must be a file in a folder that can be written to",
        SQLitePCL.raw.SQLITE_READONLY => "it is read-only, and this program must be able to write to it",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another program holds its lock",
        SQLitePCL.raw.SQLITE_FULL => "its disk is full",
        _ => string.Create(CultureInfo.InvariantCulture, $"SQLite error {e.SqliteErrorCode}, {e.Message}"),
    };

    private static string Script()
    {
        using var stream = typeof(StoreSchema).Assembly.GetManifestResourceStream("Storage/sqlite.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
