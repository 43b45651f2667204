using EvenKeel.Markets;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Tells the venue what the tape has of one pair beside its bars: marks, settlements, and when the next one is
/// due.</summary>
internal sealed class TapeFeed(SimulatedVenue venue, PairTape tape)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Settlements before the first bar: a window of rates is past, not a preview.</summary>
    public void Remember(Instant from)
    {
        var calendar = tape.Funding;
        var first = calendar.CountUntil(from - venue.Settings.SettledWindow.Value);
        for (var i = first; i < calendar.CountUntil(from - s_moment); i++)
        {
            Settle(i);
        }

        Announce(from - s_moment);
    }

    /// <summary>Gives the mark and the settlement of now.</summary>
    /// <returns>Whether there is a settlement.</returns>
    public bool Give(Instant now)
    {
        if (tape.Mark is { } mark)
        {
            venue.Mark(tape.Symbol, now, mark);
        }

        if (tape.HasSettlement)
        {
            Settle(tape.Funding.CountUntil(now) - 1);
        }

        return tape.HasSettlement;
    }

    /// <summary>The venue announces interval and time of the coming settlement; its rate stays unknown.</summary>
    public void Announce(Instant now)
    {
        if (tape.Funding.IntervalAt(now) is { } interval && tape.Funding.Next(now) is { } next)
        {
            venue.Announce(tape.Symbol, interval, next);
        }
    }

    private void Settle(int index)
    {
        var all = tape.Funding.All;
        var distance = index == 0 ? TimeSpan.Zero : all[index].At - all[index - 1].At;
        venue.Settle(tape.Symbol, all[index].At, all[index].Rate, tape.Funding.Interval(index) ?? distance);
    }
}
