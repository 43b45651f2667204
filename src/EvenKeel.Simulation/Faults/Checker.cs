using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>Looks at each thing that happens in a run and says which invariants it breaks. It sees what was stored,
/// sent, accepted and filled, and nothing else: never what a machine thinks of itself.</summary>
public abstract class Checker
{
    private readonly World _world;
    private readonly List<Rule> _rules;
    private readonly Untold _untold;
    private bool _unexplained;

    /// <param name="inputsOf">What of a market report a decision that raises risk rests on.</param>
    /// <param name="raises">Whether an order raises risk, by the row that it is first written in.</param>
    private protected Checker(
        World world, Func<MarketReport, Inputs> inputsOf, Func<IMachineRow, OrderIntent, bool> raises)
    {
        (_world, Readings, Journals) = (world, new(inputsOf), new(raises));
        _untold = new(world.Venue.Settings.Quote.Value, Journals);
        Booking = new(Verdict, world.Coin, Journals);
        _rules =
        [
            Booking,
            new OrderRule(Verdict, Journals), new AttemptRule(Verdict, World.Deployment, Journals),
            new RowRule(Verdict), new AuditRule(Verdict, world.Machine),
            new FreshRule(Verdict, world.Limits, Journals, Readings, Clocks),
            new BudgetRule(Verdict, world.Limits, Journals, Readings, Clocks),
            new KillRule(Verdict, Journals, Clocks), new WakingRule(Verdict),
        ];
    }

    public IReadOnlyList<Violation> Violations => Verdict.Violations;

    /// <summary>How long each stretch of exposure was that has ended.</summary>
    public virtual IReadOnlyList<TimeSpan> Stretches => [];

    private protected Verdict Verdict { get; } = new();

    private protected Journals Journals { get; }

    private protected BookingRule Booking { get; }

    private protected Readings Readings { get; }

    private protected Clocks Clocks { get; } = new();

    /// <summary>What a finished world has broken, in its history and at rest.</summary>
    public IReadOnlyList<Violation> Judge()
    {
        foreach (var happening in _world.History.All)
        {
            See(happening);
        }

        CheckRest();
        return Violations;
    }

    /// <summary>The next thing that happened.</summary>
    public void See(Happening happening)
    {
        (Verdict.Event, Verdict.At) = (Verdict.Event + 1, happening.At);
        _unexplained |= IsUnexplained(happening);
        _untold.See(happening);
        Journals.See(happening);
        Readings.See(happening);
        Clocks.See(happening);
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
            Verdict.At = _world.Time.Now;
            Verdict.Break(invariant, what());
        }
    }

    /// <summary>Of a world at rest: what is booked is what the venue holds, and worth what the venue says.</summary>
    public void CheckRest()
    {
        var (row, (coin, position)) = (_world.Row, _world.Held);
        Expect("I6", position == row.Ledger.Perp, () => $"position {position}, ledger {row.Ledger.Perp}");
        var ours = coin - (row.Baseline?.Coins ?? Quantity.Zero);
        Expect("I6", ours == row.Ledger.Base, () => $"coins {ours}, ledger {row.Ledger.Base}");
        CheckRestOfMachine();
        var error = _world.IdentityError;
        Expect(
            "I16",
            _unexplained || error == Amount.Zero
                || error == _untold.Money(_world.Venue.WorthOf(_world.Coin) ?? default),
            () => $"identity error {error}");
    }

    /// <summary>What must hold even while the owner idles on an older row, which another one wrote.</summary>
    public abstract void CheckBehind();

    /// <summary>Whether equity moves from now on by what no ledger of ours can explain: what the venue never told has
    /// no price.</summary>
    private protected virtual bool IsUnexplained(Happening happening) =>
        happening is Happening.Struck { Fault: Fault.FlowsHidden };

    /// <summary>What its machine promises at rest beyond that.</summary>
    private protected abstract void CheckRestOfMachine();

    private protected void Add(Rule rule) => _rules.Add(rule);
}
