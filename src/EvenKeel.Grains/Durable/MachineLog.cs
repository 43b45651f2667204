using System.Collections.Immutable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using Microsoft.Extensions.Logging;

namespace EvenKeel.Grains.Durable;

/// <summary>What one machine tells people: a readable line for each thing that it did and why, and its
/// alarms.</summary>
internal sealed class MachineLog(ILogger log, string machine)
{
    private const int AlarmsKept = 20;

    /// <summary>The last alarms of this activation, oldest first.</summary>
    public ImmutableArray<MachineAlarm> Alarms { get; private set; } = [];

    /// <summary>Why this machine does nothing any more until it is looked after; null while it runs.</summary>
    public string? Halted { get; private set; }

    public void Wrote(OutboxEntry entry, IEnumerable<string> story)
    {
        log.LogInformation("{Machine} v{Version}: {Record}", machine, entry.Version, entry.Record);
        foreach (var sentence in story)
        {
            log.LogInformation("{Machine} {Sentence}", machine, sentence);
        }
    }

    public void Alarm(string text, Instant at)
    {
        Alarms = (Alarms.Length < AlarmsKept ? Alarms : Alarms.RemoveAt(0)).Add(new(at, text));
        log.LogWarning("{Machine} ALARM: {Text}", machine, text);
    }

    /// <summary>Why this machine's own decisions are not asked for any more; null while they are.</summary>
    public string? Quarantined { get; private set; }

    public void Halt(string reason)
    {
        Halted ??= reason;
        log.LogCritical("{Machine} halts: {Reason}", machine, reason);
    }

    public void Quarantine(string reason, Instant at)
    {
        Quarantined = reason;
        Alarm(reason, at);
    }

    public void Failed(Exception bug) => log.LogCritical(bug, "{Machine} failed: {Bug}", machine, bug.Message);

    public void Lost(string what, Exception because) =>
        log.LogError("{Machine}: {What}: {Because}", machine, what, because.Message);
}

/// <summary>Something that a person must hear.</summary>
[GenerateSerializer]
[Alias("evenkeel.alarm")]
public sealed record MachineAlarm([property: Id(0)] Instant At, [property: Id(1)] string Text);
