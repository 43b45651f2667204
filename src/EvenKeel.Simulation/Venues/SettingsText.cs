using System.Text;
using System.Text.Json;

namespace EvenKeel.Simulation.Venues;

/// <summary>The file as text, with the line of each field and the sources that it names.</summary>
internal sealed class SettingsText
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Short names for sources; a source that is no such name stands for itself.</summary>
    public Dictionary<string, string> Sources { get; } = new(StringComparer.Ordinal);

    public int? LineOf(string path) => _lines.TryGetValue(path, out var line) ? line : null;

    /// <summary>Reads the text; what is no JSON object is an error with its line.</summary>
    public SettingsNode Read(string json)
    {
        try
        {
            NoteLines(Encoding.UTF8.GetBytes(json));
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                var kind = document.RootElement.ValueKind.ToString();
                throw new VenueSettingsException(new("(file)", kind, "must be a JSON object", 1));
            }

            return new(this, document.RootElement.Clone(), string.Empty);
        }
        catch (JsonException e)
        {
            var line = e.LineNumber is { } number ? (int)number + 1 : (int?)null;
            var rule = $"must be JSON: {e.Message}";
            throw new VenueSettingsException(new(e.Path ?? "(file)", "not readable", rule, line));
        }
    }

    /// <summary>Notes where each field stands; a name that stands twice in one object is an error.</summary>
    private void NoteLines(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var open = new Stack<(string Path, HashSet<string> Names)>();
        var (name, line, counted) = (string.Empty, 1, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    line += utf8.AsSpan(counted, (int)reader.TokenStartIndex - counted).Count((byte)'\n');
                    counted = (int)reader.TokenStartIndex;
                    name = Join(open.Peek().Path, reader.GetString()!);
                    _lines[name] = open.Peek().Names.Add(name) ? line : throw Twice(name, line);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((name, new(StringComparer.Ordinal)));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                default:
                    break;
            }
        }
    }

    private static VenueSettingsException Twice(string name, int line) =>
        new(new(name, "(twice)", "may stand once", line));

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
