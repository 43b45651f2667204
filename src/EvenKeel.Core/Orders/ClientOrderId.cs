using System.Text.Json;
using System.Text.Json.Serialization;
using EvenKeel.Markets;

namespace EvenKeel.Orders;

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
        return new(string.Create(Length, (deployment, workflow.Digits, step, attempt), static (id, place) =>
        {
            Letter(place.deployment.Realm).CopyTo(id);
            place.Digits.CopyTo(id[2..]);
            Base36.Write(place.step, id[24..27]);
            Base36.Write(place.attempt, id[27..30]);
            Base36.Write(Check(place.deployment, id[..30]), id[30..]);
        }));
    }

    /// <summary>What an id of this deployment says; false for any other text.</summary>
    public static bool TryParse(
        Deployment deployment, string text, out WorkflowId workflow, out int step, out int attempt)
    {
        (workflow, step, attempt) = (default, 0, 0);
        if (text.Length != Length || !Base36.Reads(text)
            || !text.StartsWith(Letter(deployment.Realm), StringComparison.Ordinal)
            || Base36.Read(text.AsSpan(30)) != Check(deployment, text.AsSpan(0, 30)))
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

    private static int Check(Deployment deployment, ReadOnlySpan<char> body) =>
        (int)(StableHash.Of(body, StableHash.Of("|", StableHash.Of(deployment.Name))) % (36 * 36));

    private sealed class ClientOrderIdJson : JsonConverter<ClientOrderId>
    {
        public override ClientOrderId Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) =>
            new(r.GetString()!);

        public override void Write(Utf8JsonWriter w, ClientOrderId v, JsonSerializerOptions o) =>
            w.WriteStringValue(v.Text);
    }
}
