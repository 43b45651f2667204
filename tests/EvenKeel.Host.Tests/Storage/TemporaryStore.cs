using EvenKeel.Host.Storage;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Storage;

/// <summary>A folder of its own with a store in it; both are gone afterwards.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly List<SqliteDataSource> sources = [];

    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("evenkeel-").FullName;
        File = Path.Combine(Folder, "evenkeel.db");
    }

    public string Folder { get; }

    public string File { get; }

    public static async Task<TemporaryStore> PreparedAsync()
    {
        var store = new TemporaryStore();
        await store.PrepareAsync();
        return store;
    }

    /// <summary>Another process would have a source of its own: each call makes one.</summary>
    public SqliteDataSource Source(TimeSpan? patience = null)
    {
        sources.Add(new(File, patience));
        return sources[^1];
    }

    /// <summary>What a start does to the store.</summary>
    public async Task PrepareAsync()
    {
        using var source = new SqliteDataSource(File);
        await StoreSchema.PrepareAsync(source, TestContext.Current.CancellationToken);
    }

    /// <summary>What a start says of a store that it must refuse.</summary>
    public async Task<string> RefusedAsync()
    {
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(PrepareAsync);
        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    /// <summary>Does to the file what no part of the service does.</summary>
    public void Tamper(string sql)
    {
        using var connection = Open();
        connection.Run(sql);
    }

    public long Number(string sql)
    {
        using var connection = Open();
        return connection.Number(sql);
    }

    public List<string> Rows(string sql)
    {
        using var connection = Open();
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }

    public void Dispose()
    {
        sources.ForEach(s => s.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }
}
