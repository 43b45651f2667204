using EvenKeel.Markets;

namespace EvenKeel.Simulation.Replay;

/// <summary>Measures one pair's exposure on the venue's own timeline: how much was unhedged at most, and how long at a
/// stretch. It knows what the venue did, not what the machine believes.</summary>
/// <param name="residue">Below this nothing can be traded, and nothing counts. [base]</param>
public sealed class ExposureMeter(Quantity residue)
{
    private Instant? _since;

    /// <summary>Both legs together, now. [base]</summary>
    public Quantity Exposure { get; private set; }

    /// <summary>The largest unhedged amount. [quote]</summary>
    public Amount NotionalMax { get; private set; }

    /// <summary>The longest stretch of exposure at or above the residue.</summary>
    public TimeSpan StretchMax { get; private set; }

    /// <summary>All stretches that have ended, in the order of their ends.</summary>
    public List<TimeSpan> Stretches { get; } = [];

    /// <summary>A leg moved: by a fill less its fee in the coin, by interest, or from outside.</summary>
    /// <param name="delta">Signed change of either leg. [base]</param>
    public void Moved(Quantity delta, Price price, Instant at)
    {
        Exposure += delta;
        if (Exposure.Abs() >= residue)
        {
            _since ??= at;
            NotionalMax = Amount.Max(NotionalMax, price * Exposure.Abs());
            return;
        }

        if (_since is { } since)
        {
            End(at - since);
        }
    }

    /// <summary>The measuring ends here: a stretch that is still open counts as far as it went.</summary>
    public void Close(Instant at)
    {
        if (_since is { } since)
        {
            End(at - since);
        }
    }

    private void End(TimeSpan stretch)
    {
        Stretches.Add(stretch);
        StretchMax = stretch > StretchMax ? stretch : StretchMax;
        _since = null;
    }
}
