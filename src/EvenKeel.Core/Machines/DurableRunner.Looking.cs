using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Venues;

namespace EvenKeel.Machines;

// A look: the timestamp first, then the kill row uncached, then the market and, for new risk, the account.
public sealed partial class DurableRunner<TState>
{
    private static readonly TimeSpan s_aheadMax = TimeSpan.FromSeconds(1);

    // An order signed by a clock that runs ahead is refused, and cannot be proven absent before its time has come: so
    // none is signed later than the venue's own time, as far as it was heard of not long ago.
    private static readonly TimeSpan s_silenceMax = TimeSpan.FromSeconds(10);

    private Instant _latest;
    private TimeSpan _ahead;
    private Instant _heard;
    private bool _woken;
    private bool _looking;
    private bool _started;
    private Instant _lookBegan;
    private RiskMode? _mode;
    private MarketReport? _market;
    private VenueRequest? _looksFor;

    /// <summary>How toxic the basis has been, as the driver's watch counts it.</summary>
    public BasisSignal Basis { get; set; } = BasisSignal.None;

    /// <summary>The average true range that the driver's watch has worked out; null: not enough bars yet.</summary>
    public Price? Range { get; set; }

    /// <summary>What the last look saw; null before the first.</summary>
    public MarketView? View { get; private set; }

    /// <summary>What the kill row says now; <see cref="RiskMode.Unknown"/> if it could not be read.</summary>
    public void KillRead(RiskMode mode) => _mode = mode;

    /// <summary>Whether nothing is under way, and nothing but a look is due up to a time.</summary>
    public bool IsAtRest(Instant until) =>
        _stopped is null && !_woken && !_looking && !_dirty && !_writing && !_appending && !_appendDue && !_appendFails
        && _ready.Count == 0 && _afterWrite.Count == 0 && _work.Baseline is not null
        && _compare == Comparison.Idle && _compareAt > until && _rechecks.Count == 0 && _rechecking is null
        && _lanes.TrueForAll(lane =>
            lane is { OnItsWay: 0, Unsent: false, AwaitsProof: false, HeardAt: null } && lane.AskAt > until);

    /// <summary>Takes what a driver at rest has seen for a look, if it changes nothing.</summary>
    /// <param name="now">When it is decided.</param>
    /// <returns>False: the machine has to look by itself.</returns>
    public bool Rested(MarketView view, Instant now)
    {
        var step = _machine.Decide(_work, new MachineEvent.Seen(view), now);
        if (!step.Commands.IsEmpty || !EqualityComparer<TState>.Default.Equals(step.State, _work.State))
        {
            return false;
        }

        (_work, View) = (_work with { LookAt = step.LookAt }, view);
        return true;
    }

    private void HearTime(VenueReply reply) => _heard = Instant.Later(_heard, reply switch
    {
        VenueReply.MarketRead read => read.Market.VenueTime,
        VenueReply.AccountRead read => read.Account.At,
        VenueReply.FlowsRead read => read.VenueTime,
        VenueReply.OrderSought sought => sought.VenueTime,
        _ => _heard,
    });

    private Need? NextLook(Instant now)
    {
        if (!_looking)
        {
            // Nothing is decided before it is known what was in the account already.
            if ((!_woken && _work.LookAt > now) || _work.Baseline is null)
            {
                return null;
            }

            (_looking, _started, _woken, _lookBegan) = (true, false, false, now);
            (_mode, _market) = (null, null);
        }

        if (!_started)
        {
            _started = true;
            return new Need.ReadKill();
        }

        if (_mode is null || _looksFor is not null)
        {
            return null;
        }

        _looksFor = _market is null
            ? new VenueRequest.ReadMarket(_machine.Symbol)
            : new VenueRequest.ReadAccount(_machine.Symbol, _machine.On(Market.Spot).Base);
        return new Need.Ask(_looksFor);
    }

    private void LookAnswered(VenueReply reply, Instant now)
    {
        _looksFor = null;
        if (_market is null)
        {
            _market = (reply as VenueReply.MarketRead)?.Market ?? Nothing(now);
            _ahead = reply is not VenueReply.MarketRead ? _ahead
                : _lookBegan > _market.VenueTime + s_aheadMax ? _lookBegan - _market.VenueTime
                : TimeSpan.Zero;
            if (_machine.NeedsAccount(_work))
            {
                return;
            }
        }

        _looking = false;
        var account = (reply as VenueReply.AccountRead)?.Account;
        var view = View = new MarketView(_market, account, Basis, _mode!, now, Range);
        Decide(new MachineEvent.Seen(view), view, Instant.Earlier(_lookBegan - _ahead, _heard + s_silenceMax), now);
        _looked = _dirty;
    }

    /// <summary>A clock that was ahead and is put right leaves times behind that are long to come: all that waits is
    /// due now.</summary>
    private void KeepTime(Instant now)
    {
        if (now < _latest - s_aheadMax)
        {
            (_woken, _appendDue) = (true, _appendDue || _appendAt < Instant.Never);
            (_spot, _perp) = (default, default);
            _compareAt = _compareAt < Instant.Never ? now : _compareAt;
            for (var i = 0; i < _rechecks.Count; i++)
            {
                _rechecks[i] = (_rechecks[i].Id, now);
            }

            foreach (var lane in _lanes)
            {
                lane.AskSoon(now);
            }
        }

        _latest = now;
    }

    /// <summary>The venue did not answer: every input is missing, and none is zero.</summary>
    private MarketReport Nothing(Instant now) =>
        new(_machine.Symbol, null, null, null, null, null, null, [], null, null, now);
}
