using System.Collections.Concurrent;
using EvenKeel.Machines;
using EvenKeel.Markets;

namespace EvenKeel.Grains.Durable;

/// <summary>How often the machines of this silo have failed by a bug. One that fails again and again is not tried any
/// more until the silo starts anew.</summary>
public sealed class Patience
{
    private const int FailuresMax = 5;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    /// <summary>Who decides for a machine that starts: it itself, or an unwinder while it is in quarantine. One that is
    /// refused, or whose unwinder fails as well, does nothing at all.</summary>
    internal IMachine<TState> Admit<TState>(
        IMachine<TState> machine, string key, string? refusal, MachineLog log, Instant now)
    {
        var failures = _failures.GetValueOrDefault(key);
        if (refusal is not null || failures is { Count: >= FailuresMax * 2 })
        {
            log.Halt(refusal ?? failures!.Bug);
        }
        else if (failures is { Count: >= FailuresMax })
        {
            log.Quarantine(
                $"in quarantine after {FailuresMax} failures, its legs are only brought level: {failures.Bug}", now);
            return new Unwinder<TState>(machine);
        }

        return machine;
    }

    internal void Failed(string key, Exception bug, MachineLog log, Instant now)
    {
        log.Failed(bug);
        _failures.AddOrUpdate(
            key, _ => new(1, now, bug.Message),
            (_, f) => f.Count < FailuresMax && now - f.First > s_window
                ? new(1, now, bug.Message)
                : f with { Count = f.Count + 1, Bug = bug.Message });
    }

    private sealed record Failures(int Count, Instant First, string Bug);
}
