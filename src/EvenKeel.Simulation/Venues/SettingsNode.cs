using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace EvenKeel.Simulation.Venues;

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
