using EvenKeel.Accounting;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;

namespace EvenKeel.Simulation.Faults;

/// <summary>I5, I7 and I8, by what the venue filled, less the fees that it took in coin: no leg goes past what it was
/// to reach, what is unhedged is never more than a slice, and never for longer than the faults that struck
/// explain.</summary>
internal sealed class ExposureRule : Rule
{
    /// <summary>Every answer arrives, and the hedge is taken.</summary>
    private static readonly TimeSpan s_hedgedMax = TimeSpan.FromSeconds(3);

    /// <summary>A proof takes up to 8 s. The 3 s of a hedge have room for what the first one takes longer than it may
    /// cost, and not for that of another.</summary>
    private static readonly TimeSpan s_oneMoreProof = TimeSpan.FromSeconds(8) - Happening.Struck.Proof;

    /// <summary>What the venue does beyond its promise, such as to fill more than was asked, may cost.</summary>
    private static readonly TimeSpan s_beyondPromise = TimeSpan.FromSeconds(8);

    /// <summary>What a clock that is off has signed comes too late to be taken, and is proven absent before the next
    /// try: as long as it is off, and not only when it begins to be.</summary>
    private static readonly TimeSpan s_signedTooEarly = Happening.Struck.Proof;

    /// <summary>Between the two looks of a proof there is a second, and the account is read after them.</summary>
    private static readonly TimeSpan s_lookedAgain = TimeSpan.FromSeconds(1.5);

    private readonly Coin _coin;
    private readonly decimal _sliceMax;
    private readonly bool _timed;
    private readonly Func<Quantity> _lotNow;
    private readonly decimal _hourlyMax;
    private readonly List<Cause> _causes = [];
    private readonly List<(Instant Until, TimeSpan Costs)> _reminders = [];
    private Quantity _residue;
    private CarryPhase? _phase;
    private Quantity _exposure;
    private Quantity _lot;
    private Quantity _grossed;
    private readonly Quantity[] _held = new Quantity[2];
    private readonly int[] _sides = new int[2];
    private Instant? _since;
    private Instant _skewedUntil;
    private TimeSpan _toldLate;
    private Instant _movedAt;
    private Instant _unheardAt;
    private bool _disturbed;

    public ExposureRule(Verdict verdict, CarryWorldPlan plan, Quantity residue, Func<Quantity> lotNow, bool timed)
        : base(verdict)
    {
        (_coin, _residue, _timed) = (plan.Venue.Find(plan.Symbol)!.Base, residue, timed);
        (_lotNow, _lot, _hourlyMax) = (lotNow, lotNow(), plan.Settings.BorrowHourlyMax.Value);
        // Once the price has fallen a slice of the same worth is larger.
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
            case Happening.Stored { Row: MachineRow<Carry> row }:
                Charge(row);
                Enter(row.State.Phase);
                break;
            case Happening.Filled { Fill: var fill }:
                Fill(fill);
                break;
            case Happening.MovedOutside moved:
                _disturbed = true;
                _held[(int)moved.Market] += moved.Moved;
                Move(moved.Moved, moved.At);
                break;
            case Happening.RulesChanged { Residue: var residue }:
                // What was no rest before may be one now, and is nobody's fault.
                _residue = Quantity.Max(_residue, residue);
                break;
            case Happening.BeyondPromise:
                _disturbed = true;
                _causes.Add(new(happening.At + s_beyondPromise, s_beyondPromise));
                break;
            case Happening.Struck struck:
                Strike(struck);
                break;
            case Happening.Skewed skewed:
                _skewedUntil = Instant.Later(_skewedUntil, skewed.At + skewed.Span);
                break;
            case Happening.Calmed:
                _skewedUntil = Instant.Earlier(_skewedUntil, happening.At);
                break;
            default:
                break;
        }
    }

    private void Strike(Happening.Struck struck)
    {
        if (struck.Fault is Fault.ReminderMissed or Fault.ReminderLate)
        {
            _reminders.Add((struck.At + struck.Costs, struck.Costs));
            return;
        }

        if (struck.Looks)
        {
            PutOff(struck);
        }

        _causes.Add(new(struck.At + struck.Costs, struck.Costs, struck.IsProven));
        switch (struck.Fault)
        {
            case Fault.Overfilled or Fault.ShownPastBound:
                (_disturbed, _movedAt) = (true, struck.At);
                break;
            case Fault.Deleveraged or Fault.Liquidated or Fault.BorrowRecalled or Fault.Delisted or Fault.PersonTrades:
                _movedAt = struck.At;
                break;
            // A log that hides what others did hides all of it.
            case Fault.FlowsHidden:
                _unheardAt = Instant.Never;
                break;
            case Fault.PushLost or Fault.PushLate:
                _unheardAt = Instant.Later(_unheardAt, struck.At);
                break;
            // An order that rests is filled long after it was taken in, and each of its fills is told late.
            case Fault.FillsShownLate or Fault.OrdersShownLate:
                _toldLate = struck.Costs > _toldLate ? struck.Costs : _toldLate;
                break;
            default:
                break;
        }
    }

    /// <summary>A question that is lost while a proof goes on may be one of its looks: the proof does not end before
    /// that was made anew, the other one after it, and the account compared.</summary>
    private void PutOff(Happening.Struck look)
    {
        var last = _causes.FindLastIndex(c => c.Proves && c.Until + c.PutOff > look.At);
        if (last >= 0)
        {
            var later = look.At + look.Costs + s_lookedAgain - _causes[last].Until;
            var proof = _causes[last];
            _causes[last] = proof with { PutOff = later > proof.PutOff ? later : proof.PutOff };
        }
    }

    private void Enter(CarryPhase phase)
    {
        if (ReferenceEquals(phase, _phase))
        {
            return;
        }

        if (phase is not CarryPhase.Leaving || _phase is not CarryPhase.Leaving)
        {
            (_sides[0], _sides[1], _grossed) = (0, 0, Quantity.Zero);
        }

        _disturbed = phase is CarryPhase.Flat ? _disturbed && _exposure.Abs() >= _residue : _disturbed;
        _phase = phase;
    }

    private void Fill(Fill fill)
    {
        var signed = fill.Quantity * fill.Side.Sign();
        var net = signed - (fill.FeeCoin == _coin ? new(fill.Fee) : Quantity.Zero);
        SideOf(fill.Market);
        _held[(int)fill.Market] += net;
        CheckLeg(fill.Market);
        Move(net, fill.At);
        var whole = _phase is CarryPhase.Leaving { Order.Emergency: true };
        if (!_disturbed && !whole && _exposure.Abs() > Slice)
        {
            Break("I7", $"exposed by {_exposure}, a slice is at most {Slice}");
        }
    }

    /// <summary>Interest on borrowed coin, as it is booked: what is bought back covers it.</summary>
    private void Charge(MachineRow<Carry> row)
    {
        foreach (var flow in row.Outbox[^1].Flows)
        {
            _held[(int)Market.Spot] += flow.Kind == FlowKind.Interest ? flow.Quantity : Quantity.Zero;
        }
    }

    /// <summary>From which side an exit comes to a leg's goal: that on which the leg first stands.</summary>
    private int SideOf(Market market)
    {
        ref var side = ref _sides[(int)market];
        var held = _held[(int)market];
        if (side == 0 && _phase is CarryPhase.Leaving && held.Abs() >= _residue)
        {
            side = held.Sign;
            // A debt is bought back with the interest of an hour on top.
            _grossed = market == Market.Spot && side < 0 ? held.Abs() * _hourlyMax : _grossed;
        }

        return side;
    }

    private void CheckLeg(Market market)
    {
        if (_disturbed)
        {
            return;
        }

        var held = _held[(int)market];
        _lot = Quantity.Max(_lot, _lotNow());
        if (_phase is CarryPhase.Entering { Order: var entry })
        {
            var sign = (market == Market.Spot) == (entry.Direction == CarryDirection.Positive) ? 1 : -1;
            // A purchase is rounded up to the lot, so that the fee leaves what it is for.
            if (held * sign > entry.Target + _residue + _lot || held * -sign >= _residue + _lot)
            {
                Break("I5", $"{market} holds {held} on the way to {entry.Target * sign}");
            }
        }

        if (_phase is CarryPhase.Leaving { Order: var exit })
        {
            var goal = market == Market.Spot ? exit.SpotTo : exit.PerpTo;
            var past = (goal - held) * SideOf(market);
            var most = goal.IsZero ? _lot : _residue + _lot;
            if (past >= most + (market == Market.Spot ? _grossed : Quantity.Zero))
            {
                Break("I5", $"an exit of {market} to {goal} has gone past it to {held}");
            }
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
        var explained = _skewedUntil + s_signedTooEarly >= since ? s_signedTooEarly : TimeSpan.Zero;
        var proofs = 0;
        foreach (var cause in _causes)
        {
            var (left, most) = (cause.Until + cause.PutOff - since, cause.Costs + cause.PutOff);
            explained += left <= TimeSpan.Zero ? TimeSpan.Zero : left < most ? left : most;
            proofs += cause.Costs >= Happening.Struck.Proof && cause.Until - since >= Happening.Struck.Proof ? 1 : 0;
        }

        // What moved a leg from outside, and was not told, is found by the next reminder that comes.
        if (_movedAt >= since - World.ReminderEvery && _unheardAt >= since - World.ReminderEvery)
        {
            explained += World.ReminderEvery;
            foreach (var (until, costs) in _reminders)
            {
                explained += until >= since ? costs : TimeSpan.Zero;
            }
        }

        explained += s_oneMoreProof * Math.Max(proofs - 1, 0);
        var allowed = s_hedgedMax + (explained > _toldLate ? explained : _toldLate);
        if (_timed && at - since > allowed)
        {
            Break("I8", $"exposed for {at - since}, what struck explains {allowed}");
        }
    }

    /// <summary>Why a leg may stand alone for longer.</summary>
    /// <param name="Until">When what it costs is over.</param>
    /// <param name="Proves">Whether what became of an order is proven meanwhile.</param>
    /// <param name="PutOff">How much later that ends for looks that were lost.</param>
    private readonly record struct Cause(
        Instant Until, TimeSpan Costs, bool Proves = false, TimeSpan PutOff = default);
}
