using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

/// <summary>Whose money an order moves; the first letter of every <see cref="ClientOrderId"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Realm>))]
public enum Realm
{
    Live,
    Paper,
    Test,
}

/// <summary>Which deployment speaks: the realm, and the name that tells our orders from a sister's.</summary>
public sealed record Deployment(Realm Realm, string Name);

/// <summary>One life of a machine's work (an entry, an exit, a grid generation): 22 digits in base 36, hashed from
/// the machine's key and epoch (≥ 113 bits), so that two never share a client order id.</summary>
[JsonConverter(typeof(WorkflowIdJson))]
public readonly record struct WorkflowId(string Digits)
{
    public const int Length = 22;

    /// <summary>The first 128 bits of SHA-256 over machine and epoch, as digits.</summary>
    public static WorkflowId Of(string machine, int epoch)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{machine}|{epoch}"));
        var value = new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
        return new(Base36.Write(value, Length));
    }

    public override string ToString() => Digits;
}

/// <summary>The name under which the venue knows an order: a pure function of (workflow, step, attempt).</summary>
/// <remarks>32 lower-case letters and digits: realm 1, version 1, workflow 22, step 3, attempt 3, check 2. The check
/// covers the rest and the deployment's own name: a stranger's order does not parse, an order of ours without an
/// intent does. It is never sent twice, and it never wraps: what does not fit throws, the machine moves on to a new
/// epoch before that.</remarks>
[JsonConverter(typeof(ClientOrderIdJson))]
public readonly record struct ClientOrderId(string Text)
{
    public const int Length = 32;

    /// <summary>Steps and attempts are below this: 36³ = 46 656.</summary>
    public const int Bound = 36 * 36 * 36;

    /// <summary>The one name of an attempt: equal arguments give an equal name, on every machine and run.</summary>
    public static ClientOrderId Of(Deployment deployment, WorkflowId workflow, int step, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Bound);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(attempt, Bound);
        var body = string.Concat(
            Letter(deployment.Realm), workflow.Digits, Base36.Write((UInt128)step, 3),
            Base36.Write((UInt128)attempt, 3));
        return new(body + Check(deployment, body));
    }

    /// <summary>What an id of this deployment says; false for any other text.</summary>
    public static bool TryParse(
        Deployment deployment, string text, out WorkflowId workflow, out int step, out int attempt)
    {
        (workflow, step, attempt) = (default, 0, 0);
        if (text.Length != Length || !Base36.Reads(text)
            || !text.StartsWith(Letter(deployment.Realm), StringComparison.Ordinal)
            || !string.Equals(text[30..], Check(deployment, text[..30]), StringComparison.Ordinal))
        {
            return false;
        }

        workflow = new(text[2..24]);
        step = (int)Base36.Read(text.AsSpan(24, 3));
        attempt = (int)Base36.Read(text.AsSpan(27, 3));
        return true;
    }

    public override string ToString() => Text;

    private static string Letter(Realm realm) => realm switch
    {
        Realm.Live => "f1",
        Realm.Paper => "p1",
        Realm.Test => "t1",
        _ => throw new ArgumentOutOfRangeException(nameof(realm)),
    };

    private static string Check(Deployment deployment, string body) =>
        Base36.Write(StableHash.Of($"{deployment.Name}|{body}") % (36 * 36), 2);

    private sealed class ClientOrderIdJson : JsonConverter<ClientOrderId>
    {
        public override ClientOrderId Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) =>
            new(r.GetString()!);

        public override void Write(Utf8JsonWriter w, ClientOrderId v, JsonSerializerOptions o) =>
            w.WriteStringValue(v.Text);
    }
}

internal sealed class WorkflowIdJson : JsonConverter<WorkflowId>
{
    public override WorkflowId Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetString()!);
    public override void Write(Utf8JsonWriter w, WorkflowId v, JsonSerializerOptions o) => w.WriteStringValue(v.Digits);
}

/// <summary>Whole numbers as digits 0-9a-z.</summary>
internal static class Base36
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>The last <paramref name="length"/> digits of a number, leading zeros kept.</summary>
    public static string Write(UInt128 value, int length) => string.Create(length, value, static (span, rest) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            span[i] = Digits[(int)(rest % 36)];
            rest /= 36;
        }
    });

    public static long Read(ReadOnlySpan<char> text)
    {
        var value = 0L;
        foreach (var c in text)
        {
            value = (value * 36) + Digits.IndexOf(c, StringComparison.Ordinal);
        }

        return value;
    }

    public static bool Reads(string text) => text.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
}
