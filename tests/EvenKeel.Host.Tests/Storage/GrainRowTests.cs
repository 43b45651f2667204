using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Storage;
using Orleans.Storage;

namespace EvenKeel.Host.Tests.Storage;

/// <summary>The rows of grains, through Orleans' own storage on one silo.</summary>
public sealed class GrainRowTests : IAsyncLifetime
{
    private static readonly decimal[] s_hard =
    [
        0m, 0.0m, 1m, 1.0m, 3.00000000m, -0.00000001m, 0.0000000000000000000000000001m, 79228162514264337593543950335m,
        decimal.MinValue, 64000.123456789012345678901234m, 0.1m + 0.2m,
    ];

    private TemporaryStore store = null!;
    private TestSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        store = new();
        silo = await TestSilo.StartAsync(store);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        store.Dispose();
    }

    [Fact]
    public async Task Of_eight_first_writers_of_each_row_exactly_one_succeeds()
    {
        var written = await RaceAsync([silo.Rows]);

        Assert.Equal(8, written);
        Assert.Equal(8, store.Number("SELECT count(*) FROM OrleansStorage NOT INDEXED"));
    }

    [Fact]
    public async Task Of_first_writers_in_two_silos_on_one_file_exactly_one_per_row_succeeds()
    {
        await using var second = await TestSilo.StartAsync(store);
        Assert.Equal(2, await second.ActiveAsync());

        var written = await RaceAsync([silo.Rows, second.Rows]);

        Assert.Equal(8, written);
        Assert.Equal(8, store.Number("SELECT count(*) FROM OrleansStorage NOT INDEXED WHERE GrainTypeString = 'race'"));
    }

    [Fact]
    public async Task A_stale_etag_conflicts_on_write_and_on_clear_and_changes_nothing()
    {
        var id = Id("carry/ADAUSDT");
        var first = await WrittenAsync(id, "first");
        var stale = new GrainState<Note>(first.State, first.ETag) { RecordExists = true };
        first.State = Note.Of("second");
        await silo.Rows.WriteStateAsync("note", id, first);

        stale.State = Note.Of("from the past");
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Rows.WriteStateAsync("note", id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Rows.ClearStateAsync("note", id, stale));

        var read = await ReadAsync(id);
        Assert.Equal("second", read.State!.Text);
        Assert.Equal(first.ETag, read.ETag);
    }

    [Fact]
    public async Task A_conflict_leaves_the_next_write_on_the_same_handle_alone()
    {
        var id = Id("carry/ADAUSDT");
        var kept = await WrittenAsync(id, "kept");
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<InconsistentStateException>(
                () => silo.Rows.WriteStateAsync("note", id, new GrainState<Note>(Note.Of(null))));
            kept.State = Note.Of($"kept {i}");
            await silo.Rows.WriteStateAsync("note", id, kept);
        }

        Assert.Equal("kept 19", (await ReadAsync(id)).State!.Text);
    }

    [Fact]
    public async Task A_cleared_row_keeps_its_fence()
    {
        var id = Id("carry/ADAUSDT");
        var row = await WrittenAsync(id, "gone");
        await silo.Rows.ClearStateAsync("note", id, row);
        Assert.False((await ReadAsync(id)).RecordExists);

        // One who never saw the row may not write it as the first; one who did goes on
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => silo.Rows.WriteStateAsync("note", id, new GrainState<Note>(Note.Of(null))));
        row.State = Note.Of("again");
        await silo.Rows.WriteStateAsync("note", id, row);
        Assert.Equal("again", (await ReadAsync(id)).State!.Text);
    }

    [Fact]
    public async Task Decimals_come_back_bit_by_bit()
    {
        var grain = silo.Grains.GetGrain<INoteGrain>("carry/BTCUSDT");
        foreach (var value in s_hard)
        {
            await grain.Write(value);
        }

        var read = (await ReadAsync(grain.GetGrainId())).State!.Values;

        Assert.Equal(s_hard.Select(Bits), read.Select(Bits));
    }

    [Fact]
    public async Task The_row_of_a_machine_comes_back_as_it_was_written()
    {
        var at = Instant.At(2025, 1, 1);
        var entry = OutboxEntry.Of("carry/BTCUSDT", 1, at, "started", string.Empty, []);
        var row = MachineRow<Carry>.New("carry/BTCUSDT", Carry.New, at) with
        {
            Version = 1,
            Baseline = new(new(0.10m), at),
            Outbox = [entry],
            LastHash = entry.Hash,
        };
        await silo.Rows.WriteStateAsync("carry", Id("carry/BTCUSDT"), new GrainState<MachineRow<Carry>>(row));

        var read = new GrainState<MachineRow<Carry>>(row with { Version = 0 });
        await silo.Rows.ReadStateAsync("carry", Id("carry/BTCUSDT"), read);

        Assert.Equal(RowFormat.Write(row), RowFormat.Write(read.State!));
        Assert.True(read.State!.Outbox[0].Follows("carry/BTCUSDT", string.Empty));
    }

    [Fact]
    public async Task Keys_that_differ_are_rows_that_differ()
    {
        string[] keys = ["carry/ADAUSDT", "carry/0ADAUSDT", "carry/adausdt", "grid/ADAUSDT", "BTC-USDT", "BTC-USDC"];
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(1, await silo.Grains.GetGrain<INoteGrain>(keys[i]).Write(i));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal([i], await silo.Grains.GetGrain<INoteGrain>(keys[i]).Read());
        }
    }

    [Fact]
    public async Task A_row_that_is_not_ours_to_read_says_where_it_breaks_and_stays()
    {
        var id = Id("carry/ADAUSDT");
        await WrittenAsync(id, "fine");
        store.Tamper("UPDATE OrleansStorage SET PayloadBinary = CAST('{\"values\":[1,\"two\"]}' AS BLOB)");

        var broken = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(id));

        Assert.Contains("$.values[1]", broken.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(RowFormatException), broken.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["{\"values\":[1,\"two\"]}"], store.Rows("SELECT CAST(PayloadBinary AS TEXT) FROM OrleansStorage"));
    }

    private static async Task<int> RaceAsync(IGrainStorage[] through)
    {
        var writers = from row in Enumerable.Range(0, 8)
                      from writer in Enumerable.Range(0, 8)
                      select Task.Run(
                          () => FirstAsync(through[writer % through.Length], Id($"carry/{row}")),
                          TestContext.Current.CancellationToken);
        return (await Task.WhenAll(writers)).Count(first => first);
    }

    private static async Task<bool> FirstAsync(IGrainStorage rows, GrainId id)
    {
        try
        {
            await rows.WriteStateAsync("race", id, new GrainState<Note>(Note.Of(null)));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private async Task<GrainState<Note>> WrittenAsync(GrainId id, string text)
    {
        var row = new GrainState<Note>(Note.Of(text));
        await silo.Rows.WriteStateAsync("note", id, row);
        return row;
    }

    private async Task<GrainState<Note>> ReadAsync(GrainId id)
    {
        var row = new GrainState<Note>(Note.Of(null));
        await silo.Rows.ReadStateAsync("note", id, row);
        return row;
    }

    private static GrainId Id(string key) => GrainId.Create("note", key);

    private static string Bits(decimal value) => string.Join(',', decimal.GetBits(value));
}
