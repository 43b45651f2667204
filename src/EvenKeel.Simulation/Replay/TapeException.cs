namespace EvenKeel.Simulation.Replay;

/// <summary>A recording that cannot be trusted; the message names file, line, field, value and rule.</summary>
public sealed class TapeException(TapeFlaw flaw, Exception? inner = null) : Exception(flaw.ToString(), inner)
{
    public TapeFlaw Flaw => flaw;
}
