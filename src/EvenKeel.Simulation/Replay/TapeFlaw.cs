namespace EvenKeel.Simulation.Replay;

/// <summary>What is wrong with one row (or, without a field, with a file) of a recording.</summary>
/// <param name="Line">Counted from 1, the header; 0 when no line is to blame.</param>
/// <param name="Value">As it stands in the file, cut to what fits on a line.</param>
/// <param name="Rule">What the field must be.</param>
public sealed record TapeFlaw(string File, long Line, string? Field, string? Value, string Rule, TapeFlawKind Kind)
{
    /// <summary>For people: <c>spot/BTCUSDT-5m.csv.gz, line 7, high "x": must be a plain decimal number</c>.</summary>
    public override string ToString() =>
        File + (Line > 0 ? $", line {Line}" : "") + (Field is null ? "" : $", {Field}")
        + (Value is null ? "" : $" \"{Value}\"") + $": {Rule}";
}

public enum TapeFlawKind
{
    /// <summary>The row breaks a rule of its own; the rows after it can still be read.</summary>
    Malformed,

    /// <summary>The time of the row before, once more.</summary>
    Duplicate,

    /// <summary>A time before that of the row before.</summary>
    OutOfOrder,

    /// <summary>Nothing after it can be read: no such file, a wrong header, a damaged or cut off stream.</summary>
    Unreadable,
}
