using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Cli.Shell;

/// <summary>How a command's JSON is written: camelCase, decimals and units as strings without trailing zeros, times in
/// ISO 8601, an unknown as null.</summary>
internal static class CliJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new AsText<decimal>(Decimal),
            new AsText<Price>(v => Decimal(v.Value)),
            new AsText<Quantity>(v => Decimal(v.Value)),
            new AsText<Amount>(v => Decimal(v.Value)),
            new AsText<Rate>(v => Decimal(v.Value)),
            new AsText<Instant>(v => v.ToString()),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>All digits that count and no more: 0.10 and 0.1 are both "0.1".</summary>
    public static string Decimal(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    private sealed class AsText<T>(Func<T, string> text) : JsonConverter<T>
    {
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(text(value));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("a command's JSON is only written");
    }
}
