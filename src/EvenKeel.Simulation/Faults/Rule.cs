using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>Some invariants, told of all that happens in one run.</summary>
internal abstract class Rule(Verdict verdict)
{
    public abstract void See(Happening happening);

    protected void Break(string invariant, string what) => verdict.Break(invariant, what);
}

/// <summary>The violations of one run, in the order in which they happened.</summary>
internal sealed class Verdict
{
    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Which happening is being looked at, counted from one.</summary>
    public int Event { get; set; }

    public Instant At { get; set; }

    public void Break(string invariant, string what) => _violations.Add(new(invariant, what, Event, At));
}
