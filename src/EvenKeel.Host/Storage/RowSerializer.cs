using System.Text.Json;
using EvenKeel.Storage;
using Orleans.Storage;

namespace EvenKeel.Host.Storage;

/// <summary>Grain state in the stored form of Core. Orleans' own serializer writes type names and changes
/// the scale of decimals.</summary>
internal sealed class RowSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) =>
        new(JsonSerializer.SerializeToUtf8Bytes(input, RowFormat.Options));

    public T Deserialize<T>(BinaryData input)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(input.ToMemory().Span, RowFormat.Options)
                ?? throw new RowFormatException("the row is empty", null);
        }
        catch (JsonException e)
        {
            throw new RowFormatException($"the row cannot be read at {e.Path}: {e.Message}", e);
        }
    }
}
