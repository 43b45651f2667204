using System.Collections.Concurrent;
using EvenKeel.Markets;

namespace EvenKeel.Grains.Durable;

/// <summary>How often the machines of this silo have failed by a bug. One that fails again and again is not tried any
/// more until the silo starts anew.</summary>
public sealed class Patience
{
    private const int FailuresMax = 5;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    /// <summary>Takes note of a failure.</summary>
    public void Failed(string machine, string bug, Instant now) => _failures.AddOrUpdate(
        machine, _ => new(1, now, bug),
        (_, f) => f.Count >= FailuresMax ? f with { Count = f.Count + 1, Bug = bug }
            : now - f.First > s_window ? new(1, now, bug)
            : f with { Count = f.Count + 1, Bug = bug });

    /// <summary>Why a machine is in quarantine; null: it is not.</summary>
    public string? QuarantineOf(string machine) => Of(machine) is { Count: >= FailuresMax } failures
        ? $"in quarantine after {FailuresMax} failures, its legs are only brought level: {failures.Bug}"
        : null;

    /// <summary>Why nothing at all is done any more: bringing the legs level fails as well. Null: it is tried.</summary>
    public string? EndOf(string machine) =>
        Of(machine) is { Count: >= FailuresMax * 2 } failures ? failures.Bug : null;

    private Failures? Of(string machine) => _failures.GetValueOrDefault(machine);

    private sealed record Failures(int Count, Instant First, string Bug);
}
