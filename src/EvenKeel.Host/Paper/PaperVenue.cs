using EvenKeel.Grains.Durable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Host.Paper;

/// <summary>Something happened to an order or, without one, to the account of a pair.</summary>
internal readonly record struct VenuePush(Symbol Pair, ClientOrderId? Order, Quantity Traded);

/// <summary>The simulated venue in real time. It is an exchange of its own: it goes on while the service is down, and
/// what it has answered is on disk before the answer leaves.</summary>
internal sealed class PaperVenue : IVenue, IVenueClock, IDisposable
{
    /// <summary>Ended orders and flows older than this, before the present run, are dropped from the file.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeProvider _time;
    private readonly VenueFile _file;
    private readonly WalkTerms _terms;
    private readonly SimulatedVenue _venue;
    private readonly List<MarketWalk> _walks;
    private readonly Instant _keptFrom;
    private readonly Chance _latency;
    private List<VenuePush> _pushed = [];
    private int _written;

    /// <param name="start">How a market that is not in the file begins.</param>
    public PaperVenue(
        VenueFile file, VenueSettings settings, WalkTerms start, Amount cash, IReadOnlyList<Symbol> pairs,
        TimeProvider time)
    {
        (_file, _time) = (file, time);
        var truth = file.Read();
        _terms = truth?.Terms ?? start;
        _latency = Chance.Of((ulong)_terms.Seed, "latency");
        var began = truth?.Venue.Now ?? UtcNow;
        _keptFrom = began - s_kept;
        _venue = new(settings, (ulong)_terms.Seed, began, truth is null ? [(settings.Quote.Value, cash.Value)] : [])
        {
            Pushed = (pair, order, traded) => _pushed.Add(new(pair, order, traded)),
        };
        if (truth is not null)
        {
            _venue.Restore(truth.Venue);
        }

        _walks = [.. (truth?.Walks ?? []).Select(w => new MarketWalk(_venue, _terms, w))];
        PlayUntil(UtcNow);
        var added = pairs.Where(p => !_walks.Exists(w => w.State.Pair == p)).ToList();
        _walks.AddRange(added.Select(p => MarketWalk.New(_venue, _terms, p)));
        PutAway(changed: true);
    }

    public Instant Now => Instant.Later(UtcNow, _venue.Now);

    private Instant UtcNow => Instant.Of(_time.GetUtcNow().UtcDateTime);

    public TimeSpan Until(Instant at) =>
        at >= Instant.Never ? Timeout.InfiniteTimeSpan : at > Now ? at - Now : TimeSpan.Zero;

    public async ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        if (request is VenueRequest.ReadMarket)
        {
            // Prices come by a stream, so they are there already
            return await Answer(request);
        }

        await Travel();
        var reply = await Answer(request);
        await Travel();
        return reply;
    }

    /// <summary>Lets all happen that is due by now, and tells what a private stream would have pushed since.</summary>
    public async Task<IReadOnlyList<VenuePush>> ListenAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            PlayUntil(UtcNow);
            PutAway(changed: false);
            var pushed = _pushed;
            (_pushed, _written) = ([], 0);
            return pushed;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task Travel()
    {
        TimeSpan way;
        lock (_latency)
        {
            way = _venue.Settings.Latency.Value.Draw(_latency);
        }

        await Task.Delay(way, _time);
    }

    private async Task<VenueReply> Answer(VenueRequest request)
    {
        await _turn.WaitAsync();
        try
        {
            PlayUntil(UtcNow);
            var reply = await _venue.Ask(request, CancellationToken.None);
            PutAway(request is VenueRequest.PlaceOrder or VenueRequest.PlaceOrders or VenueRequest.CancelOrder
                or VenueRequest.CancelOrders or VenueRequest.RepayDebt);
            return reply;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets all happen that has happened since: bars, settlements, fills.</summary>
    private void PlayUntil(Instant now)
    {
        while (_walks.Count > 0 && _walks.Min(w => w.NextAt) is var next && next <= now)
        {
            foreach (var walk in _walks.Where(w => w.NextAt == next))
            {
                walk.Give();
            }

            _venue.AdvanceTo(next);
        }

        _venue.AdvanceTo(Instant.Later(now, _venue.Now));
    }

    /// <summary>Commits the truth, if anything happened. What is not in the file follows from it and the clock alone:
    /// prices, settlement rates.</summary>
    private void PutAway(bool changed)
    {
        if (changed || _pushed.Count > _written)
        {
            _venue.Fold(_keptFrom);
            _file.Write(new(VenueTruth.FormatNow, _terms, [.. _walks.Select(w => w.State)], _venue.Snapshot()));
            _written = _pushed.Count;
        }
    }
}
