using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using EvenKeel.Grains.Durable;
using EvenKeel.Machines;
using EvenKeel.Risk;
using EvenKeel.Storage;
using Orleans.Storage;

namespace EvenKeel.Host.Tests.Durable;

/// <summary>The stored rows, outside of any silo: they outlive activations, and writes can be made to fail.</summary>
internal sealed class SharedRows : IGrainStorage, IOutbox, IKillRow
{
    private readonly ConcurrentDictionary<string, (int Version, byte[] Bytes)> _rows = new(StringComparer.Ordinal);

    /// <summary>Throws instead of reading.</summary>
    public Action BeforeRead { get; set; } = () => { };

    /// <summary>Throws instead of writing.</summary>
    public Action<object?> BeforeWrite { get; set; } = _ => { };

    /// <summary>Written, but the writer is told that it failed.</summary>
    public Action<object?> AfterWrite { get; set; } = _ => { };

    public ConcurrentQueue<OutboxEntry> Appended { get; } = [];

    /// <summary>The rows of which a writer was told that another owner had written them.</summary>
    public ConcurrentQueue<string> Conflicts { get; } = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        BeforeRead();
        if (_rows.TryGetValue($"{stateName}|{grainId}", out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Bytes, RowFormat.Options)!;
            grainState.ETag = row.Version.ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{stateName}|{grainId}";
        BeforeWrite(grainState.State);
        var version = grainState.ETag is null ? 0 : int.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        var next = (version + 1, JsonSerializer.SerializeToUtf8Bytes(grainState.State, RowFormat.Options));
        var won = version == 0
            ? _rows.TryAdd(key, next)
            : _rows.TryGetValue(key, out var row) && row.Version == version && _rows.TryUpdate(key, next, row);
        if (!won)
        {
            Conflicts.Enqueue(key);
            throw new InconsistentStateException(
                $"{key}: another owner has written it", "?", grainState.ETag ?? "none");
        }

        AfterWrite(grainState.State);
        grainState.ETag = next.Item1.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("a machine's row is never cleared");

    public Task Append(string machine, ImmutableArray<OutboxEntry> entries, CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            Appended.Enqueue(entry);
        }

        return Task.CompletedTask;
    }

    public Task<RiskMode> Read(CancellationToken cancellation) => Task.FromResult(RiskMode.Normal);
}
