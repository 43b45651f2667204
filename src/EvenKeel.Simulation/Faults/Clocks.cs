using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>By how much the clock of each owner was off, and when it jumped.</summary>
internal sealed class Clocks
{
    /// <summary>What was decided by a clock that is right again is written and sent by then.</summary>
    private static readonly TimeSpan s_decided = TimeSpan.FromSeconds(5);

    private readonly List<Skew> _skews = [];

    public void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Skewed { At: var at } skewed:
                _skews.Add(new(skewed.Owner, at, at + skewed.Span, skewed.Off));
                break;
            case Happening.Calmed:
                for (var i = 0; i < _skews.Count; i++)
                {
                    _skews[i] = _skews[i] with { Until = Instant.Earlier(_skews[i].Until, happening.At) };
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The most that what an owner does now may be off by.</summary>
    public TimeSpan OffAt(int owner, Instant now)
    {
        var most = TimeSpan.Zero;
        foreach (var skew in _skews)
        {
            most = skew.Owner == owner && skew.Until + s_decided >= now && skew.Off > most ? skew.Off : most;
        }

        return most;
    }

    /// <summary>By how much the clock of an owner has jumped since a time, at most: while it goes evenly, however
    /// wrong, its seconds are as long as all others.</summary>
    public TimeSpan Jumped(int owner, Instant since, Instant now)
    {
        var most = TimeSpan.Zero;
        foreach (var skew in _skews)
        {
            most = skew.Owner == owner && skew.Jumps(since, now) && skew.Off > most ? skew.Off : most;
        }

        return most;
    }

    /// <summary>Whether the clock of any owner has jumped since a time.</summary>
    public bool AnyJumped(Instant since, Instant now) => _skews.Exists(s => s.Jumps(since, now));

    private readonly record struct Skew(int Owner, Instant From, Instant Until, TimeSpan Off)
    {
        public bool Jumps(Instant since, Instant now) => From >= since || (Until >= since && Until <= now);
    }
}
