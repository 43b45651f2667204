using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EvenKeel.Settings;

namespace EvenKeel.Simulation.Venues;

/// <summary>The settings file says something that cannot be taken.</summary>
public sealed class VenueSettingsException(SettingViolation violation) : FormatException(violation.ToString())
{
    /// <summary>Field, value, rule, and the line in the file.</summary>
    public SettingViolation Violation => violation;
}

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

/// <summary>One object of the settings file: every value that is asked for must be there and hold its rule.</summary>
internal sealed class SettingsNode(SettingsText text, JsonElement element, string path)
{
    private const DateTimeStyles InUtc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    public IEnumerable<string> Names => element.EnumerateObject().Select(p => p.Name);

    /// <summary>Refuses a name that means nothing.</summary>
    public SettingsNode Only(params ReadOnlySpan<string> names)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw Wrong(property.Name, $"is not a setting here; known are {string.Join(", ", names!)}");
            }
        }

        return this;
    }

    public bool Has(string name) => element.TryGetProperty(name, out _);

    public SettingsNode Object(string name) => new(text, Of(name, JsonValueKind.Object), SettingsText.Join(path, name));

    public ImmutableArray<SettingsNode> List(string name)
    {
        var items = ImmutableArray.CreateBuilder<SettingsNode>();
        foreach (var item in Of(name, JsonValueKind.Array).EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(name, "must be a list of objects");
            }

            items.Add(new(text, item, SettingsText.Join(path, name)));
        }

        return items.Count > 0 ? items.DrainToImmutable() : throw Wrong(name, "must have an entry");
    }

    public string Text(string name)
    {
        var value = Of(name, JsonValueKind.String).GetString()!;
        return value.Length > 0 ? value : throw Wrong(name, "must not be empty");
    }

    public decimal Number(string name, decimal min, decimal max) =>
        Of(name, JsonValueKind.Number).TryGetDecimal(out var value) && value >= min && value <= max
            ? value
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}"));

    /// <summary>A number above zero.</summary>
    public decimal Positive(string name) =>
        Of(name, JsonValueKind.Number).TryGetDecimal(out var value) && value > 0m
            ? value
            : throw Wrong(name, "must be above zero");

    public int Whole(string name, int min, int max) =>
        Of(name, JsonValueKind.Number).TryGetInt32(out var value) && value >= min && value <= max
            ? value
            : throw Wrong(name, $"must be a whole number from {min} to {max}");

    public DateTime Time(string name) =>
        DateTime.TryParse(Text(name), CultureInfo.InvariantCulture, InUtc, out var time)
            ? time
            : throw Wrong(name, "must be a time such as 2025-03-21T10:00:00Z");

    /// <summary>A setting with the source that it must name.</summary>
    public Sourced<T> Sourced<T>(string name, Func<SettingsNode, T> read)
    {
        var node = Object(name);
        var source = node.Text("source");
        return new(read(node), text.Sources.GetValueOrDefault(source, source));
    }

    public VenueSettingsException Wrong(string name, string rule)
    {
        var at = SettingsText.Join(path, name);
        var value = element.TryGetProperty(name, out var found) ? found.ToString() : "(missing)";
        return new(new(at, value, rule, text.LineOf(at) ?? text.LineOf(path)));
    }

    private JsonElement Of(string name, JsonValueKind kind)
    {
        var found = element.TryGetProperty(name, out var value);
        var rule = kind switch
        {
            JsonValueKind.Object => "must be an object",
            JsonValueKind.Array => "must be a list",
            JsonValueKind.String => "must be a text",
            _ => "must be a number",
        };
        return found && value.ValueKind == kind ? value : throw Wrong(name, rule);
    }
}
