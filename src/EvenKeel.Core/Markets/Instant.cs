using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvenKeel.Markets;

/// <summary>A moment of venue time, in whole milliseconds since 1970-01-01T00:00Z. [ms]</summary>
/// <remarks>The venue counts in milliseconds, so nothing finer exists here; a duration is a
/// <see cref="TimeSpan"/>.</remarks>
[JsonConverter(typeof(InstantJson))]
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>Later than any event: what is due at <c>Never</c> is not due.</summary>
    public static Instant Never => new(long.MaxValue / 2);

    /// <summary>The moment that a UTC date and time names.</summary>
    public static Instant At(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        Of(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc));

    /// <summary>The moment of a UTC clock reading; what is finer than a millisecond is cut off.</summary>
    public static Instant Of(DateTime utc) => new(Whole(utc - DateTime.UnixEpoch));

    public static Instant operator +(Instant at, TimeSpan span) => new(at.Milliseconds + Whole(span));
    public static Instant operator -(Instant at, TimeSpan span) => new(at.Milliseconds - Whole(span));
    public static TimeSpan operator -(Instant a, Instant b) => Span(a.Milliseconds - b.Milliseconds);
    public static bool operator <(Instant a, Instant b) => a.Milliseconds < b.Milliseconds;
    public static bool operator >(Instant a, Instant b) => a.Milliseconds > b.Milliseconds;
    public static bool operator <=(Instant a, Instant b) => a.Milliseconds <= b.Milliseconds;
    public static bool operator >=(Instant a, Instant b) => a.Milliseconds >= b.Milliseconds;

    public static Instant Earlier(Instant a, Instant b) => a <= b ? a : b;
    public static Instant Later(Instant a, Instant b) => a >= b ? a : b;

    /// <summary>Whether this moment is still waited for. One that is farther off than any wait comes from a clock that
    /// ran ahead: it is over.</summary>
    public bool IsAwaited(Instant now, TimeSpan longest) => now < this && this - now <= longest;

    /// <summary>The last whole multiple of <paramref name="period"/> since 1970 that is not after this
    /// moment.</summary>
    public Instant Floor(TimeSpan period)
    {
        var step = Whole(period);
        return new(Milliseconds - (Milliseconds % step));
    }

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public DateTime ToDateTime() => DateTime.UnixEpoch + Span(Milliseconds);

    /// <summary>ISO 8601 in UTC, with milliseconds only when there are any: <c>2025-01-01T08:00:00Z</c>.</summary>
    public override string ToString() => this >= Never ? "never" : ToDateTime().ToString(
        Milliseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static long Whole(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;

    private static TimeSpan Span(long milliseconds) => new(milliseconds * TimeSpan.TicksPerMillisecond);

    private sealed class InstantJson : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetInt64());

        public override void Write(Utf8JsonWriter w, Instant v, JsonSerializerOptions o) =>
            w.WriteNumberValue(v.Milliseconds);
    }
}
