using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvenKeel.Simulation.Venues;

/// <summary>The stored form of a venue's state: JSON, decimals to the digit. Reading and writing files is the
/// caller's.</summary>
public static class VenueStateFormat
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Write(VenueState state) => JsonSerializer.SerializeToUtf8Bytes(state, s_options);

    /// <exception cref="FormatException">The bytes are no state of this program's: nothing can go on from
    /// them.</exception>
    public static VenueState Read(ReadOnlySpan<byte> bytes)
    {
        VenueState? state;
        try
        {
            state = JsonSerializer.Deserialize<VenueState>(bytes, s_options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"the venue's state cannot be read at {e.Path}: {e.Message}", e);
        }

        return state is { Format: VenueState.FormatNow } ? state : throw new FormatException(
            $"the venue's state has format {state?.Format}, this program reads {VenueState.FormatNow}");
    }
}
