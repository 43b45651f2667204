using System.Security.Cryptography;
using System.Text;
using EvenKeel.Host.Storage;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Storage;

public sealed class StoreSchemaTests : IDisposable
{
    private readonly TemporaryStore store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_new_file_is_created_and_prepared_again_without_change()
    {
        await store.PrepareAsync();
        store.Tamper("INSERT INTO evenkeel_kill VALUES ('main', 1, 0, 'kept', 1)");
        var before = store.Number("PRAGMA schema_version");

        await store.PrepareAsync();

        Assert.Equal(before, store.Number("PRAGMA schema_version"));
        Assert.Equal(1, store.Number("SELECT count(*) FROM evenkeel_kill"));
        Assert.Equal(StoreSchema.Version, store.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Eight_starts_at_once_on_a_new_file_all_find_it_ready()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(store.PrepareAsync, Cancellation)));

        Assert.Equal(1, store.Number("SELECT count(*) FROM sqlite_master WHERE name = 'UX_OrleansStorage'"));
    }

    [Fact]
    public void The_script_may_be_repeated_on_its_own_schema()
    {
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();

        StoreSchema.Create(memory);
        var first = memory.Number("SELECT count(*) FROM sqlite_master");
        StoreSchema.Create(memory);

        Assert.Equal(first, memory.Number("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void The_schema_of_version_1_is_this_one()
    {
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();
        StoreSchema.Create(memory);

        var all = memory.Pairs("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").Values
            .Concat(memory.Pairs("SELECT QueryKey, QueryText FROM OrleansQuery ORDER BY QueryKey").Values);

        // Files of this version are refused by a program whose schema differs: another schema is another version,
        // with a way to it from this one
        Assert.Equal(1, StoreSchema.Version);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all)));
        Assert.Equal("7516a09c7b1ae452", Convert.ToHexStringLower(hash)[..16]);
    }

    [Fact]
    public async Task A_store_without_its_unique_index_is_refused_and_not_mended()
    {
        await store.PrepareAsync();
        store.Tamper("DROP INDEX UX_OrleansStorage");

        var message = await store.RefusedAsync();

        Assert.Contains("index UX_OrleansStorage is missing", message, StringComparison.Ordinal);
        Assert.Contains("fences the first write", message, StringComparison.Ordinal);
        // Rows may have been doubled while it was gone: to create it again would hide that
        await store.RefusedAsync();
    }

    [Theory]
    [InlineData("CREATE INDEX UX_OrleansStorage ON OrleansStorage (GrainIdHash)")]
    [InlineData("CREATE UNIQUE INDEX UX_OrleansStorage ON OrleansStorage (GrainIdHash, GrainIdN0) WHERE Version > 1")]
    public async Task An_index_that_has_only_the_name_of_the_unique_one_is_refused(string other)
    {
        await store.PrepareAsync();
        store.Tamper($"DROP INDEX UX_OrleansStorage; {other}");

        var message = await store.RefusedAsync();

        Assert.Contains("index UX_OrleansStorage is not ours", message, StringComparison.Ordinal);
        Assert.Contains(other, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP TRIGGER evenkeel_audit_whole", "trigger evenkeel_audit_whole is missing", "append-only")]
    [InlineData("DROP TABLE evenkeel_kill", "table evenkeel_kill is missing", "version 1")]
    [InlineData("ALTER TABLE OrleansStorage ADD Extra TEXT", "table OrleansStorage is not ours", "version 1")]
    [InlineData("DELETE FROM OrleansQuery WHERE QueryKey = 'ReadRangeRows2Key'", "Rows2Key is missing", "version 1")]
    [InlineData(
        "UPDATE OrleansQuery SET QueryText = 'SELECT 1' WHERE QueryKey = 'WriteToStorageKey'",
        "query WriteToStorageKey is not ours", "version 1")]
    public async Task What_was_taken_from_or_changed_in_the_schema_is_named(string tampering, string wrong, string rule)
    {
        await store.PrepareAsync();
        store.Tamper(tampering);

        var message = await store.RefusedAsync();

        Assert.Contains(wrong, message, StringComparison.Ordinal);
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_that_a_person_added_is_left_alone()
    {
        await store.PrepareAsync();
        store.Tamper("CREATE VIEW mine AS SELECT * FROM evenkeel_flow");

        await store.PrepareAsync();

        Assert.Equal(0, store.Number("SELECT count(*) FROM mine"));
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused_with_both_versions()
    {
        await store.PrepareAsync();
        store.Tamper("PRAGMA user_version = 2");

        var message = await store.RefusedAsync();

        Assert.Contains("its schema has version 2", message, StringComparison.Ordinal);
        Assert.Contains("up to 1", message, StringComparison.Ordinal);
    }
}
