using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>I5, I7 and I8, by what the venue filled: no leg goes past what it was to reach, what is unhedged is never
/// more than a slice, and never for longer than the faults that struck explain.</summary>
internal sealed class ExposureRule : Rule
{
    /// <summary>Every answer arrives, and the hedge is taken.</summary>
    private static readonly TimeSpan s_hedgedMax = TimeSpan.FromSeconds(3);

    /// <summary>Something strikes: a hedge that is refused and then taken back, and what the requests take.</summary>
    private static readonly TimeSpan s_exposedMax = TimeSpan.FromSeconds(8);

    private readonly Coin _coin;
    private readonly decimal _sliceMax;
    private readonly bool _timed;
    private readonly List<(Instant Until, TimeSpan Costs)> _strikes = [];
    private Quantity _residue;
    private CarryPhase? _phase;
    private Quantity _exposure;
    private Quantity _perp;
    private int _side;
    private Instant? _since;
    private bool _disturbed;

    public ExposureRule(Verdict verdict, CarryWorldPlan plan, Quantity residue, bool timed)
        : base(verdict)
    {
        (_coin, _residue, _timed) = (plan.Venue.Find(plan.Symbol)!.Base, residue, timed);
        // The price may have moved.
        _sliceMax = plan.Settings.SliceMax.Value / (plan.Price.Value * 0.9m);
    }

    /// <summary>A last slice takes a rest with it that could not be traded alone. [base]</summary>
    private Quantity Slice => new Quantity(_sliceMax) + (_residue * 3m);

    /// <summary>How long each stretch of exposure was that has ended.</summary>
    public List<TimeSpan> Stretches { get; } = [];

    public override void See(Happening happening)
    {
        switch (happening)
        {
            case Happening.Stored { Row: MachineRow<Carry> { State.Phase: var phase } }:
                Enter(phase);
                break;
            case Happening.Filled { Fill: var fill }:
                Fill(fill);
                break;
            case Happening.MovedOutside moved:
                _disturbed = true;
                _perp += moved.Market == Market.Linear ? moved.Moved : Quantity.Zero;
                Move(moved.Moved, moved.At);
                break;
            case Happening.RulesChanged { Residue: var residue }:
                // What was no rest before may be one now, and is nobody's fault.
                _residue = Quantity.Max(_residue, residue);
                break;
            case Happening.BeyondPromise:
                _disturbed = true;
                _strikes.Add((happening.At + s_exposedMax, s_exposedMax));
                break;
            case Happening.Struck { Fault: Fault.Overfilled or Fault.ShownPastBound } struck:
                _disturbed = true;
                _strikes.Add((struck.At + struck.Costs, struck.Costs));
                break;
            case Happening.Struck struck:
                _strikes.Add((struck.At + struck.Costs, struck.Costs));
                break;
            default:
                break;
        }
    }

    private void Enter(CarryPhase phase)
    {
        if (ReferenceEquals(phase, _phase))
        {
            return;
        }

        _side = (_phase, phase) switch
        {
            (_, CarryPhase.Leaving) when _phase is not CarryPhase.Leaving => _perp.Sign,
            (_, CarryPhase.Leaving) => _side,
            _ => 0,
        };
        _disturbed = phase is CarryPhase.Flat ? _disturbed && _exposure.Abs() >= _residue : _disturbed;
        _phase = phase;
    }

    private void Fill(Fill fill)
    {
        var signed = fill.Quantity * fill.Side.Sign();
        if (fill.Market == Market.Linear)
        {
            _perp += signed;
            CheckPerp();
        }

        Move(signed - (fill.FeeCoin == _coin ? new(fill.Fee) : Quantity.Zero), fill.At);
        var whole = _phase is CarryPhase.Leaving { Order.Emergency: true };
        if (!_disturbed && !whole && _exposure.Abs() > Slice)
        {
            Break("I7", $"exposed by {_exposure}, a slice is at most {Slice}");
        }
    }

    private void CheckPerp()
    {
        if (_disturbed)
        {
            return;
        }

        if (_phase is CarryPhase.Entering { Order.Target: var goal } && _perp.Abs() > goal + _residue)
        {
            Break("I5", $"position {_perp} is beyond {goal}");
        }

        if (_phase is CarryPhase.Leaving && _side * _perp.Sign < 0 && _perp.Abs() >= _residue)
        {
            Break("I5", $"an exit has gone through zero to {_perp}");
        }
    }

    private void Move(Quantity moved, Instant at)
    {
        _exposure += moved;
        if (_exposure.Abs() >= _residue)
        {
            _since ??= at;
        }
        else if (_since is { } since)
        {
            End(since, at);
        }
    }

    private void End(Instant since, Instant at)
    {
        _since = null;
        Stretches.Add(at - since);
        var explained = TimeSpan.Zero;
        foreach (var (until, costs) in _strikes)
        {
            explained += until >= since ? costs : TimeSpan.Zero;
        }

        var allowed = explained > TimeSpan.Zero ? s_exposedMax + explained : s_hedgedMax;

        if (_timed && at - since > allowed)
        {
            Break("I8", $"exposed for {at - since}, what struck explains {allowed}");
        }
    }
}
