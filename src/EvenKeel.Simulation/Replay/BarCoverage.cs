using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Which bars of one market a replay over [from, to) was given, and where they are missing.</summary>
/// <param name="from">When the replay begins.</param>
/// <param name="to">When it ends.</param>
public sealed class BarCoverage(Instant from, Instant to)
{
    private Instant? _first;
    private Instant? _last;
    private Hole? _hole;

    /// <summary>How many bars there were.</summary>
    public long Bars { get; private set; }

    /// <summary>How many bars the replay would have had without a hole.</summary>
    public long Wanted => (to - from).Ticks / BacktestPlan.Bar.Ticks;

    /// <summary>How many of them were not recorded.</summary>
    public long Missing => Wanted - Bars;

    /// <summary>From the opening of the first bar to the close of the last, holes between them included.</summary>
    public TimeSpan Span => _first is { } first ? Closed - first : TimeSpan.Zero;

    /// <summary>The longest time without a bar, before the first and after the last included; null: none is
    /// missing.</summary>
    public Hole? HoleMax => Longer(_hole, Closed, to);

    private Instant Closed => _last is { } last ? last + BacktestPlan.Bar : from;

    /// <summary>A bar opens, later than all before it.</summary>
    public void Add(Instant open)
    {
        _hole = Longer(_hole, Closed, open);
        _first ??= open;
        _last = open;
        Bars++;
    }

    private static Hole? Longer(Hole? hole, Instant since, Instant until) =>
        until - since > (hole is { } longest ? longest.To - longest.From : TimeSpan.Zero) ? new(since, until) : hole;
}

/// <summary>A time without bars.</summary>
/// <param name="From">When the first bar that is missing would open.</param>
/// <param name="To">When the last bar that is missing would close.</param>
public sealed record Hole(Instant From, Instant To);
