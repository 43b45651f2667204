using EvenKeel.Markets;

namespace EvenKeel.Grids;

/// <summary>How much of the request budget is used up: a bucket that holds half of a minute's orders and runs empty
/// within a minute.</summary>
/// <remarks>So half of the budget can be spent at once, and the other half comes back within the minute: no minute has
/// more than the whole.</remarks>
/// <param name="At">When <paramref name="Spent"/> was so.</param>
/// <param name="Spent">Openings, closings and cancels that still weigh. [orders]</param>
public readonly record struct Pace(Instant At, decimal Spent)
{
    /// <summary>The same bucket at a later moment. 60 spent at 240 a minute: after 15 s 30. One that was looked at by a
    /// clock that ran ahead is as full as it was.</summary>
    public Pace Now(Instant now, int perMinute)
    {
        var ran = Math.Max(0L, (now - At).Ticks) * (perMinute / 2m) / TimeSpan.TicksPerMinute;
        return new(now, Math.Max(0m, Spent - ran));
    }

    /// <summary>How many more orders fit in at <see cref="At"/>. 60 spent at 240 a minute → 60.</summary>
    public int Left(int perMinute) => (int)Math.Max(0m, Math.Floor((perMinute / 2m) - Spent));

    /// <summary>The same bucket with more in it; it may run over, for what is not held back.</summary>
    public Pace Spend(int orders) => this with { Spent = Spent + orders };
}
