using EvenKeel.Markets;

namespace EvenKeel.Simulation.Owners;

/// <summary>Virtual time: what is due happens in order of its time, and of its asking when times are equal.</summary>
public sealed class Timeline(Instant start)
{
    private readonly PriorityQueue<Action, (Instant At, long Order)> _due = new();
    private long _asked;

    public Instant Now { get; private set; } = start;

    /// <summary>When the next thing is due; <see cref="Instant.Never"/> when nothing is.</summary>
    public Instant NextAt => _due.TryPeek(out _, out var key) ? key.At : Instant.Never;

    public void At(Instant at, Action action) => _due.Enqueue(action, (Instant.Later(at, Now), _asked++));

    /// <summary>Lets one thing happen if it is due no later than <paramref name="until"/>.</summary>
    public bool Step(Instant until)
    {
        if (NextAt > until)
        {
            return false;
        }

        _due.TryDequeue(out var action, out var key);
        Now = key.At;
        action!();
        return true;
    }

    /// <summary>Lets everything happen that is due up to a time, and what that causes; then it is that time.</summary>
    public void RunUntil(Instant until)
    {
        while (Step(until))
        {
        }

        Now = Instant.Later(Now, until);
    }
}
