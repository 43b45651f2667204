using System.Globalization;

namespace EvenKeel.Settings;

/// <summary>A setting that cannot be taken: which, what it said, and the rule that it breaks.</summary>
/// <param name="Line">Where in the file, counted from 1; null when it did not come from a file.</param>
public sealed record SettingViolation(string Field, string Value, string Rule, int? Line = null)
{
    /// <summary><c>MinApr = abc: must be a number [1/year]</c>, with the line in front when there is one.</summary>
    public override string ToString() =>
        Line is { } line ? $"line {line}: {Field} = {Value}: {Rule}" : $"{Field} = {Value}: {Rule}";
}

/// <summary>One setting of <typeparamref name="T"/>: its name, unit and range, and the way in and out as
/// text.</summary>
/// <param name="Unit">As shown in brackets; empty for words.</param>
/// <param name="Rule">The range, in words.</param>
/// <param name="Show">The present value as the text that would set it.</param>
/// <param name="Take">The settings with the value that a text means; null when it means none.</param>
/// <param name="Holds">Whether the present value is inside its range.</param>
public sealed record Setting<T>(
    string Name, string Unit, string Rule, Func<T, string> Show, Func<T, string, T?> Take, Func<T, bool> Holds)
    where T : class;

/// <summary>Makes settings of the usual kinds.</summary>
public static class Setting
{
    /// <summary>A decimal within [min, max].</summary>
    public static Setting<T> Number<T>(
        string name, string unit, decimal min, decimal max, Func<T, decimal> get, Func<T, decimal, T> set)
        where T : class => new(
            name, unit, $"must be a number from {Text(min)} to {Text(max)} [{unit}]", s => Text(get(s)),
            (s, text) => Reads(text) is { } value ? set(s, value) : null,
            s => get(s) >= min && get(s) <= max);

    /// <summary>A decimal within [min, max], or "none".</summary>
    public static Setting<T> NumberOrNone<T>(
        string name, string unit, decimal min, decimal max, Func<T, decimal?> get, Func<T, decimal?, T> set)
        where T : class => new(
            name, unit, $"must be none, or a number from {Text(min)} to {Text(max)} [{unit}]",
            s => get(s) is { } value ? Text(value) : "none",
            (s, text) => string.Equals(text, "none", StringComparison.OrdinalIgnoreCase) ? set(s, null)
                : Reads(text) is { } value ? set(s, value) : null,
            s => get(s) is not { } value || (value >= min && value <= max));

    /// <summary>A whole number within [min, max].</summary>
    public static Setting<T> Count<T>(string name, int min, int max, Func<T, int> get, Func<T, int, T> set)
        where T : class => new(
            name, "count", $"must be a whole number from {min} to {max}",
            s => get(s).ToString(CultureInfo.InvariantCulture),
            (s, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? set(s, value) : null,
            s => get(s) >= min && get(s) <= max);

    /// <summary>A duration within [min, max], written as 500ms, 2s, 30m, 1h or 3d.</summary>
    public static Setting<T> Span<T>(
        string name, TimeSpan min, TimeSpan max, Func<T, TimeSpan> get, Func<T, TimeSpan, T> set)
        where T : class => new(
            name, "duration",
            $"must be a duration from {Duration.Show(min)} to {Duration.Show(max)}, such as 500ms, 2s, 30m, 1h, 3d",
            s => Duration.Show(get(s)), (s, text) => Duration.TryParse(text, out var value) ? set(s, value) : null,
            s => get(s) >= min && get(s) <= max);

    /// <summary>One of the words of an enum.</summary>
    public static Setting<T> Word<T, TWord>(string name, Func<T, TWord> get, Func<T, TWord, T> set)
        where T : class
        where TWord : struct, Enum => new(
            name, string.Empty, $"must be one of {string.Join(", ", Enum.GetNames<TWord>())}", s => get(s).ToString(),
            (s, text) => Enum.GetNames<TWord>().Contains(text, StringComparer.OrdinalIgnoreCase)
                ? set(s, Enum.Parse<TWord>(text, ignoreCase: true)) : null,
            s => Enum.IsDefined(get(s)));

    /// <summary>true or false.</summary>
    public static Setting<T> Switch<T>(string name, Func<T, bool> get, Func<T, bool, T> set)
        where T : class => new(
            name, string.Empty, "must be true or false", s => get(s) ? "true" : "false",
            (s, text) => bool.TryParse(text, out var value) ? set(s, value) : null, _ => true);

    private static decimal? Reads(string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}

/// <summary>Durations as people write them: a number and ms, s, m, h or d.</summary>
public static class Duration
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>In the largest unit that divides it: 90 s → 90s, 60 min → 1h.</summary>
    public static string Show(TimeSpan span)
    {
        var (unit, ticks) = span == TimeSpan.Zero ? ("s", 1) : Array.Find(Units, u => span.Ticks % u.Ticks == 0);
        return unit is null ? span.ToString() : $"{span.Ticks / ticks}{unit}";
    }

    /// <summary>Reads what <see cref="Show"/> writes.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var digits = text.TrimEnd('d', 'h', 'm', 's');
        var unit = Array.Find(Units, u => string.Equals(u.Unit, text[digits.Length..], StringComparison.Ordinal));
        if (unit.Unit is null || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            return false;
        }

        span = TimeSpan.FromTicks(count * unit.Ticks);
        return true;
    }
}
