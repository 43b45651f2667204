using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>The mark of one perpetual: the hourly mark × perpetual now ÷ perpetual at that hour, to the tick.</summary>
internal sealed class Marks
{
    private const int FactorDigits = 8;

    private MarkAnchor? _now;
    private MarkAnchor? _next;
    private decimal _factor = 1m;
    private decimal _factorNext = 1m;

    public MarksState Snapshot() => new(_now, _next);

    public void Restore(MarksState state)
    {
        (_now, _next) = (state.Now, state.Next);
        Measure();
    }

    /// <summary>States the mark of a time that is now or to come, at most one ahead.</summary>
    /// <param name="perp">The perpetual at that time, where it is known already.</param>
    public void Anchor(Instant at, Price mark, Price? perp, Instant now)
    {
        if (_next is { } last && (at <= last.At || last.At > now))
        {
            throw new InvalidOperationException(
                $"mark {at}: marks are given in order, at most one ahead; the last was {last.At}");
        }

        (_now, _next) = (_next, new MarkAnchor(at, mark, perp));
        Measure();
    }

    /// <summary>The perpetual has a price from a time on: an hour that had none yet is measured from it.</summary>
    public void Meets(Instant at, Price perp)
    {
        if (_next is { Perp: null } next && at >= next.At)
        {
            _next = next with { Perp = perp };
            Measure();
        }
        else if (_now is { Perp: null } now && at >= now.At && (_next is null || at < _next.Value.At))
        {
            _now = now with { Perp = perp };
            Measure();
        }
    }

    /// <summary>The anchor that holds at a time.</summary>
    public MarkAnchor? At(Instant at) =>
        _next is { } next && at >= next.At ? next
        : _now is { } now && at >= now.At ? now
        : null;

    /// <summary>Mark ÷ perpetual at a time, to eight digits: near enough for a look at what is harmless.</summary>
    public decimal FactorAt(Instant at) => _next is { } next && at >= next.At ? _factorNext : _factor;

    /// <summary>The mark at a time, and when it was stated; null without any.</summary>
    /// <param name="perp">The perpetual at that time; null: it has no price, and the hourly mark stands.</param>
    public Stated? Of(Instant at, Price? perp, LegTerms terms)
    {
        if (At(at) is not { } anchor)
        {
            return perp is { } alone ? new(alone, at) : null;
        }

        if (at == anchor.At || perp is null || anchor.Perp is null)
        {
            return new(anchor.Mark, perp is null ? anchor.At : at);
        }

        return new(terms.Round(new(anchor.Mark.Value * perp.Value.Value / anchor.Perp.Value.Value), at), at);
    }

    private void Measure() => (_factor, _factorNext) = (Factor(_now), Factor(_next));

    private static decimal Factor(MarkAnchor? anchor) =>
        anchor is { Perp: { } perp, Mark: var mark } ? Math.Round(mark.Value / perp.Value, FactorDigits) : 1m;

    internal readonly record struct Stated(Price Mark, Instant At);
}
