using System.Collections.Immutable;
using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Grains.Grids;
using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;
using Microsoft.Extensions.Time.Testing;

namespace EvenKeel.Host.Tests.Durable;

/// <summary>The simulated venue on the test's clock, with quotes that stand still and funding that is worth an
/// entry.</summary>
internal sealed class VirtualVenue : IVenue, IVenueClock, ICarryDesk, IGridDesk
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(8);
    private readonly Lock _turn = new();
    private readonly FakeTimeProvider _time;
    private readonly VenueSettings _settings;

    public VirtualVenue(FakeTimeProvider time)
    {
        _time = time;
        var atOnce = new Sourced<DelaySpan>(DelaySpan.Of(0), "assumed: a test needs no time");
        _settings = VenueSettings.Default with { Delays = new(atOnce, atOnce, atOnce, atOnce) };
        var quote = _settings.Quote.Value;
        Simulated = new(_settings, seed: 1, Now, [(quote, 100_000m)]);
        Begin(new("BTCUSDT"), new(100_000m));
        Begin(new("ETHUSDT"), new(4_000m));
        Begin(new("SOLUSDT"), new(200m));
    }

    public SimulatedVenue Simulated { get; }

    public Instant Now => Instant.Of(_time.GetUtcNow().UtcDateTime);

    public TimeSpan? TickEvery { get; init; }

    /// <summary>What happens before a request reaches the venue; it may throw.</summary>
    public Action<VenueRequest> Before { get; set; } = _ => { };

    /// <summary>What a request waits for on its way to the venue.</summary>
    public Func<VenueRequest, Task> OnItsWay { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is wanted of a grid.</summary>
    public GridSettings Grid { get; set; } = new() { LevelsBelow = 3, LevelsAbove = 3, Step = new(1m) };

    /// <summary>Where it trades.</summary>
    public Market GridMarket { get; set; } = Market.Linear;

    /// <summary>Every order that was accepted, oldest first.</summary>
    public IReadOnlyList<VenueOrderState> Orders
    {
        get
        {
            lock (_turn)
            {
                return [.. Simulated.Orders];
            }
        }
    }

    public TimeSpan Until(Instant at) =>
        at >= Instant.Never ? Timeout.InfiniteTimeSpan : at > Now ? at - Now : TimeSpan.Zero;

    public async ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        Before(request);
        await OnItsWay(request);
        lock (_turn)
        {
            Simulated.AdvanceTo(Now);
            var answered = Simulated.Ask(request, cancellation);
            return answered.IsCompletedSuccessfully
                ? answered.Result
                : throw new InvalidOperationException("the simulated venue answers at once");
        }
    }

    public CarryTerms TermsOf(Symbol pair)
    {
        // BTCUSDC is the same coin against another quote: for the claim it is a second owner
        var known = pair.Name == "BTCUSDC" ? new("BTCUSDT") : pair;
        return new(
            new(
                known, _settings.InstrumentOf(Market.Spot, known, Now)!,
                _settings.InstrumentOf(Market.Linear, known, Now)!, new(), Ranked: true, new(10_000m),
                _settings.FeeRates, _settings.MarginOf(_settings.Find(known)!)),
            new RiskLimits());
    }

    public GridPlan PlanOf(Symbol pair) => new(
        _settings.InstrumentOf(GridMarket, pair, Now)!, Grid, _settings.FeeRates.PerpMaker,
        _settings.FeeRates.PerpTaker, new());

    /// <summary>Both markets of a pair trade here from now on.</summary>
    public void Move(Symbol pair, Price mid)
    {
        lock (_turn)
        {
            Simulated.AdvanceTo(Now);
            Quote(Market.Spot, pair, mid);
            Quote(Market.Linear, pair, mid);
        }
    }

    /// <summary>The venue reduces the perpetual by a half against a bankrupt position.</summary>
    public void DeleverageHalf(Symbol pair)
    {
        lock (_turn)
        {
            Simulated.AdvanceTo(Now);
            Simulated.Deleverage(pair, Simulated.Position(pair).Abs() * 0.5m, Simulated.MarkOf(pair)!.Value);
        }
    }

    private void Begin(Symbol pair, Price price)
    {
        for (var at = Now - (s_interval * 9); at < Now; at += s_interval)
        {
            Simulated.Settle(pair, at, new(0.0003m), s_interval);
        }

        Simulated.Announce(pair, s_interval, Now + s_interval);
        Simulated.Foretell(pair, new(0.0003m));
        Quote(Market.Spot, pair, price);
        Quote(Market.Linear, pair, price * 1.0002m);
    }

    private void Quote(Market market, Symbol pair, Price mid)
    {
        var tick = _settings.InstrumentOf(market, pair, Now)!.Tick;
        ImmutableArray<BookLevel> bids = [new(mid - tick, new(50m))];
        ImmutableArray<BookLevel> asks = [new(mid + tick, new(50m))];
        Simulated.Quote(market, pair, bids, asks);
    }
}
