using EvenKeel.Funding;
using EvenKeel.Markets;

namespace EvenKeel.Simulation.Faults;

/// <summary>Looks at each thing that happens in a run and says which invariants it breaks. It sees what was stored,
/// sent, accepted and filled, and nothing else: never what a machine thinks of itself.</summary>
public sealed class Checker
{
    private readonly World _world;
    private readonly Verdict _verdict = new();
    private readonly ExposureRule _exposure;
    private readonly Rule[] _rules;
    private bool _hidden;

    /// <param name="timed">Whether every fault says when it strikes: the time of exposure is held to what they
    /// explain.</param>
    public Checker(World world, bool timed)
    {
        _world = world;
        _exposure = new(_verdict, world.Plan, world.Residue, timed);
        _rules =
        [
            new OrderRule(_verdict), new RowRule(_verdict), new AuditRule(_verdict, world.Machine),
            new NewRiskRule(_verdict, world.Plan), new WakingRule(_verdict), _exposure,
        ];
    }

    public IReadOnlyList<Violation> Violations => _verdict.Violations;

    /// <summary>How long each stretch of exposure was that has ended.</summary>
    public IReadOnlyList<TimeSpan> Stretches => _exposure.Stretches;

    /// <summary>What a finished world has broken, in its history and at rest; how long it was exposed is not held to
    /// anything, for nobody said when its faults struck.</summary>
    public static IReadOnlyList<Violation> AtRest(World world)
    {
        var checker = new Checker(world, timed: false);
        foreach (var happening in world.History.All)
        {
            checker.See(happening);
        }

        checker.CheckRest();
        return checker.Violations;
    }

    /// <summary>The next thing that happened.</summary>
    public void See(Happening happening)
    {
        (_verdict.Event, _verdict.At) = (_verdict.Event + 1, happening.At);
        _hidden |= happening is Happening.Struck { Fault: Fault.FlowsHidden };
        foreach (var rule in _rules)
        {
            rule.See(happening);
        }
    }

    /// <summary>A promise of the whole run that no single happening breaks.</summary>
    public void Expect(string invariant, bool holds, Func<string> what)
    {
        if (!holds)
        {
            _verdict.At = _world.Time.Now;
            _verdict.Break(invariant, what());
        }
    }

    /// <summary>Of a world at rest: what is booked is what the venue holds, and worth what the venue says.</summary>
    public void CheckRest()
    {
        var (row, (coin, position), residue) = (_world.Row, _world.Held, _world.Residue);
        Expect("I6", position == row.Ledger.Perp, () => $"position {position}, ledger {row.Ledger.Perp}");
        var ours = coin - (row.Baseline?.Coins ?? Quantity.Zero);
        Expect("I6", ours == row.Ledger.Base, () => $"coins {ours}, ledger {row.Ledger.Base}");
        Expect("I9", !row.Journal.Open.Any(), () => "at rest with an open order");
        Expect("I9", row.Ledger.Exposure.Abs() < residue, () => $"at rest, exposed by {row.Ledger.Exposure}");
        var flat = row.State.Phase is CarryPhase.Flat;
        Expect("I9", !flat || row.Ledger.Debt < residue, () => $"flat, owing {row.Ledger.Debt}");
        // What the venue never told has no price.
        Expect("I16", _hidden || _world.IdentityError == Amount.Zero, () => $"identity error {_world.IdentityError}");
    }
}
