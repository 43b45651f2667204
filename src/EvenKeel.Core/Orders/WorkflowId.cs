using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvenKeel.Orders;

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

    /// <summary>Of one ladder of a grid; the later parts go on where the attempts of one run out.</summary>
    public static WorkflowId Of(string machine, int generation, int part) =>
        part == 0 ? Of(machine, generation) : Of($"{machine}|{part}", generation);

    public override string ToString() => Digits;
}

internal sealed class WorkflowIdJson : JsonConverter<WorkflowId>
{
    public override WorkflowId Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new(r.GetString()!);
    public override void Write(Utf8JsonWriter w, WorkflowId v, JsonSerializerOptions o) => w.WriteStringValue(v.Digits);
}
