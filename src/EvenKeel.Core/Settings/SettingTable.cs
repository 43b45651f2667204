using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace EvenKeel.Settings;

/// <summary>Settings after a change, and why it was not taken; then they are as they were.</summary>
public sealed record SettingChange<T>(T Settings, SettingViolation? Violation);

/// <summary>Settings read from a file, and all that is wrong with it; none: they can be used.</summary>
public sealed record SettingReading<T>(T Settings, ImmutableArray<SettingViolation> Violations);

/// <summary>A rule over several settings.</summary>
/// <param name="Field">The setting that is named when it is broken.</param>
public sealed record SettingRule<T>(string Field, string Rule, Func<T, bool> Holds);

/// <summary>Every setting of <typeparamref name="T"/>, in the order of the documentation.</summary>
public sealed class SettingTable<T>(ImmutableArray<Setting<T>> settings, ImmutableArray<SettingRule<T>> rules)
    where T : class
{
    public ImmutableArray<Setting<T>> Settings => settings;

    /// <summary>The rules between them.</summary>
    public ImmutableArray<SettingRule<T>> Rules => rules;

    /// <summary>One setting from text. An unknown name is answered with the known ones.</summary>
    public SettingChange<T> Set(T present, string name, string text)
    {
        var setting = Find(name);
        if (setting is null)
        {
            var known = string.Join(", ", settings.Select(s => s.Name));
            return new(present, new(name, text, $"is not a setting; known are {known}"));
        }

        var next = setting.Take(present, text.Trim());
        return next is null || !setting.Holds(next)
            ? new(present, new(setting.Name, text, setting.Rule))
            : new(next, null);
    }

    /// <summary>All that is wrong, ranges and rules between settings; empty: nothing is.</summary>
    public ImmutableArray<SettingViolation> Validate(T present)
    {
        var broken = settings.Where(s => !s.Holds(present))
            .Select(s => new SettingViolation(s.Name, s.Show(present), s.Rule));
        var against = rules.Where(r => !r.Holds(present))
            .Select(r => new SettingViolation(r.Field, Find(r.Field)!.Show(present), r.Rule));
        return [.. broken, .. against];
    }

    /// <summary>Settings over the present ones, from a flat JSON object: names as in the table, values as numbers,
    /// texts or true/false. A name may stand once.</summary>
    public SettingReading<T> Read(T present, string json)
    {
        var violations = ImmutableArray.CreateBuilder<SettingViolation>();
        var utf8 = Encoding.UTF8.GetBytes(json);
        var next = present;
        try
        {
            next = Read(present, utf8, violations);
        }
        catch (JsonException e)
        {
            violations.Add(new("(file)", "not JSON", "must be a flat JSON object", (int)(e.LineNumber ?? 0) + 1));
        }

        violations.AddRange(Validate(next));
        return new(violations.Count == 0 ? next : present, violations.ToImmutable());
    }

    private T Read(T present, byte[] utf8, ImmutableArray<SettingViolation>.Builder violations)
    {
        var reader = new Utf8JsonReader(
            utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var next = present;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            violations.Add(new("(file)", reader.TokenType.ToString(), "must be a flat JSON object", 1));
            return present;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var line = 1 + utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
                violations.Add(new(name, "{…}", "must be one value: the file is flat", line));
                continue;
            }

            var text = reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : Encoding.UTF8.GetString(reader.ValueSpan);
            var change = seen.Add(name) ? Set(next, name, text) : new(next, new(name, text, "stands twice"));
            next = change.Settings;
            if (change.Violation is { } violation)
            {
                violations.Add(violation with { Line = line });
            }
        }

        return next;
    }

    private Setting<T>? Find(string name) =>
        settings.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
}
