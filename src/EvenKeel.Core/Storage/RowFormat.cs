using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EvenKeel.Machines;

namespace EvenKeel.Storage;

/// <summary>The stored form of a row: JSON with explicit names, decimals to the digit, a version that is
/// checked.</summary>
public static class RowFormat
{
    /// <summary>The one set of options with which rows are written and read.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    public static byte[] Write<TState>(MachineRow<TState> row) => JsonSerializer.SerializeToUtf8Bytes(row, Options);

    /// <summary>Reads a row back.</summary>
    /// <exception cref="RowFormatException">The bytes are no row, or one of a newer version: nothing is
    /// changed.</exception>
    public static MachineRow<TState> Read<TState>(ReadOnlySpan<byte> bytes)
    {
        MachineRow<TState>? row;
        try
        {
            row = JsonSerializer.Deserialize<MachineRow<TState>>(bytes, Options);
        }
        catch (JsonException e)
        {
            throw new RowFormatException($"the row cannot be read at {e.Path}: {e.Message}", e);
        }

        return row is null ? throw new RowFormatException("the row is empty", null) : Check(row);
    }

    /// <summary>Refuses a row of a newer program.</summary>
    public static MachineRow<TState> Check<TState>(MachineRow<TState> row) => row.Format <= MachineRow<TState>.FormatNow
        ? row
        : throw new RowFormatException(
            $"{row.Machine}: the row has format {row.Format}, this program reads up to {MachineRow<TState>.FormatNow}",
            null);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepZeros } },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>What is zero or null is left out, unless reading it back would then give something else: a setting of
    /// zero whose default is not zero is written.</summary>
    private static void KeepZeros(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var fresh = type.CreateObject?.Invoke();
        foreach (var property in type.Properties)
        {
            var missing = fresh is null ? property.AssociatedParameter?.DefaultValue : property.Get?.Invoke(fresh);
            if (missing is not null && !missing.Equals(ZeroOf(property.PropertyType)))
            {
                property.ShouldSerialize = (_, _) => true;
            }
        }
    }

    private static object? ZeroOf(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}

/// <summary>A stored row that this program must not go on from; it is kept as it is.</summary>
public sealed class RowFormatException(string message, Exception? inner) : Exception(message, inner);
