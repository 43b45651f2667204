using System.Collections.Immutable;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Venues;

/// <summary>The settlements of one perpetual: those that were, the one that is due, and what is foretold.</summary>
internal sealed class FundingTable
{
    private readonly List<Settlement> _settled = [];
    private readonly List<SettlementDue> _due = [];
    private ImmutableArray<Settlement> _window = [];
    private bool _windowKnown = true;
    private Instant? _announced;

    /// <summary>The interval that the last settlement ended, or that was announced; null is unknown.</summary>
    public TimeSpan? Interval { get; private set; }

    /// <summary>When the coming settlement is due; null is unknown.</summary>
    public Instant? NextAt { get; private set; }

    /// <summary>What the coming settlement would pay; the last settled rate until another is foretold.</summary>
    public Rate? Predicted { get; private set; }

    /// <summary>The first settlement that was given and is not yet paid; Never if there is none.</summary>
    public Instant DueAt => _due.Count > 0 ? _due[0].At : Instant.Never;

    public void Schedule(SettlementDue due)
    {
        if (_due.Count > 0 ? due.At <= _due[^1].At : _settled.Count > 0 && due.At <= _settled[^1].At)
        {
            throw new InvalidOperationException($"settlement {due.At}: settlements are given in order, each once");
        }

        _due.Add(due);
    }

    public void Foretell(Rate rate) => Predicted = rate;

    /// <summary>Announces the interval and the coming settlement; null is unknown.</summary>
    public void Announce(TimeSpan? interval, Instant? next) => (Interval, NextAt, _announced) = (interval, next, next);

    /// <summary>Takes the settlement that is due. Until more is announced or foretold the next is expected an interval
    /// later, at the same rate.</summary>
    public SettlementDue Take()
    {
        var due = _due[0];
        _due.RemoveAt(0);
        _settled.Add(new(due.At, due.Rate));
        (Predicted, _windowKnown) = (due.Rate, false);
        if (_announced is not { } announced || announced <= due.At)
        {
            (Interval, NextAt) = (due.Interval, due.Interval is { } interval ? due.At + interval : null);
        }

        return due;
    }

    /// <summary>Past settlements of a window, oldest first; made anew only after a settlement.</summary>
    public ImmutableArray<Settlement> Window(TimeSpan window)
    {
        if (!_windowKnown)
        {
            var from = _settled[^1].At - window;
            _settled.RemoveAll(s => s.At < from);
            (_window, _windowKnown) = ([.. _settled], true);
        }

        return _window;
    }

    public FundingState Snapshot() => new([.. _settled], [.. _due], Interval, NextAt, _announced, Predicted);

    public void Restore(FundingState state)
    {
        _settled.AddRange(state.Settled);
        _due.AddRange(state.Due);
        (Interval, NextAt, _announced, Predicted) = (state.Interval, state.NextAt, state.Announced, state.Predicted);
        _windowKnown = _settled.Count == 0;
    }
}
