namespace EvenKeel.Host.Tests.Storage;

public sealed class StoreFileTests : IDisposable
{
    private readonly TemporaryStore store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Join('\n', Enumerable.Repeat("time,pair,coin,kind,quantity", 100));
        await File.WriteAllTextAsync(store.File, text, Cancellation);

        Assert.Contains("not a SQLite database", await store.RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(store.File, Cancellation));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused_and_left_as_it_is()
    {
        store.Tamper("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 40");

        Assert.Contains("of another program", await store.RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(1, store.Number("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_store_whose_pages_are_damaged_is_refused()
    {
        await store.PrepareAsync();
        store.Tamper(Grains(200));
        var page = store.Number("SELECT rootpage FROM sqlite_master WHERE name = 'OrleansStorage'");
        var size = store.Number("PRAGMA page_size");
        using (var file = File.OpenWrite(store.File))
        {
            file.Position = (page - 1) * size;
            file.Write(Enumerable.Repeat((byte)'x', (int)size).ToArray());
        }

        Assert.Contains("damaged", await store.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_rows_of_one_grain_are_found_even_when_the_index_looks_right_again()
    {
        await store.PrepareAsync();
        store.Tamper(
            "PRAGMA writable_schema = ON; CREATE TABLE aside AS SELECT * FROM sqlite_master " +
            "WHERE name = 'UX_OrleansStorage'; DELETE FROM sqlite_master WHERE name = 'UX_OrleansStorage'");
        store.Tamper(Grains(1) + ";" + Grains(1));
        store.Tamper(
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_master SELECT * FROM aside; DROP TABLE aside");
        Assert.Equal(2, store.Number("SELECT count(*) FROM OrleansStorage NOT INDEXED"));

        Assert.Contains("OrleansStorage is damaged", await store.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(store.File);

        Assert.Contains("must be a file", await store.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_refused()
    {
        Directory.Delete(store.Folder);
        await File.WriteAllTextAsync(store.Folder, "not a folder", Cancellation);
        try
        {
            Assert.Contains("folder cannot be created", await store.RefusedAsync(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(store.Folder);
            Directory.CreateDirectory(store.Folder);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write to any file");
        await store.PrepareAsync();
        File.SetAttributes(store.File, FileAttributes.ReadOnly);

        Assert.Contains("read-only", await store.RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_created()
    {
        Directory.Delete(store.Folder, recursive: true);

        await store.PrepareAsync();

        Assert.True(File.Exists(store.File));
    }

    private static string Grains(int count) =>
        $"""
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
        INSERT INTO OrleansStorage SELECT i, i, i, i, 'carry', 'key-' || i, 'evenkeel', zeroblob(200), '', 1 FROM n
        """;
}
