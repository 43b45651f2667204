using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>A delay that is drawn evenly between two bounds, both included.</summary>
public readonly record struct DelaySpan(TimeSpan Min, TimeSpan Max)
{
    public static DelaySpan Of(int milliseconds) => new(
        TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds));

    public TimeSpan Draw(Chance chance)
    {
        const long step = TimeSpan.TicksPerMillisecond;
        return new(chance.Between(Min.Ticks / step, Max.Ticks / step) * step);
    }
}

/// <summary>How long what happened inside the venue takes.</summary>
/// <param name="Match">From the acknowledgement of an order to its meeting the book.</param>
/// <param name="Cancel">From the acknowledgement of a cancel to its effect: a fill may come between.</param>
/// <param name="OrderShown">Until open orders and history show what became of an order.</param>
/// <param name="FillShown">Until executions show a fill.</param>
public sealed record VenueDelays(
    Sourced<DelaySpan> Match, Sourced<DelaySpan> Cancel, Sourced<DelaySpan> OrderShown, Sourced<DelaySpan> FillShown);

/// <summary>A resting order that is met is filled in this many parts, the first at once and the last a span
/// later.</summary>
public readonly record struct SlowFill(int Parts, TimeSpan Span);
