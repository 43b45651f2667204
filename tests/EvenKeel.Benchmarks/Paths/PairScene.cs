using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Benchmarks.Paths;

/// <summary>One pair on a simulated venue, with a carry that is driven over a wire: what the path benchmarks look
/// at.</summary>
internal sealed class PairScene
{
    private const int LooksToEnter = 20;
    private static readonly TimeSpan s_bar = TimeSpan.FromMinutes(5);
    private readonly Timeline _time = new(Start);
    private readonly BarFeed _spot;
    private readonly BarFeed _linear;

    /// <param name="rate">Of each settlement so far; a high one makes the carry enter.</param>
    public PairScene(decimal rate)
    {
        var venue = VenueSettings.Default;
        var pair = venue.Find(Symbol)!;
        Venue = new(venue, 1, Start, [(venue.Quote.Value, 100_000m)]);
        for (var back = 21; back > 0; back--)
        {
            Venue.Settle(Symbol, Start - (back * Interval), new(rate), Interval);
        }

        Venue.Announce(Symbol, Interval, Start + Interval);
        (_spot, _linear) = (Venue.Bars(Market.Spot, Symbol), Venue.Bars(Market.Linear, Symbol));
        Settings = new() { PredictedSource = PredictedSource.Settled };
        Plan = new(
            Symbol, Venue.InstrumentOf(Market.Spot, Symbol), Venue.InstrumentOf(Market.Linear, Symbol), Settings, true,
            Settings.Notional, venue.FeeRates, venue.MarginOf(pair));
        Machine = new(Plan, new());
        var wire = new Wire(_time, Venue, Venue.AdvanceTo, new(1, venue.Latency.Value, 1m));
        Owner = new(
            "carry/BTCUSDT", Carry.New, Machine, RunnerSettings.Of(new(Realm.Test, "benchmark")), _time, wire,
            new PlainRowStore<Carry>((_, _) => { }));
        Pass();
        Owner.Start();
        for (var looks = 0; looks < LooksToEnter; looks++)
        {
            Pass();
            Look();
        }
    }

    /// <summary>A pair whose carry is held.</summary>
    public static PairScene Holding()
    {
        var held = new PairScene(0.001m);
        return held.Owner.Runner!.Row.State.Phase is CarryPhase.Holding
            ? held
            : throw new InvalidOperationException($"the carry must hold, and is {held.Owner.Runner.Row.State.Phase}");
    }

    public static Instant Start { get; } = Instant.At(2025, 6, 1);

    public static Symbol Symbol { get; } = new("BTCUSDT");

    public static TimeSpan Interval { get; } = TimeSpan.FromHours(8);

    public SimulatedVenue Venue { get; }

    public ArbSettings Settings { get; }

    public ArbPlan Plan { get; }

    public CarryMachine Machine { get; }

    public Owner<Carry> Owner { get; }

    /// <summary>Gives the venue one quiet bar of both legs; nobody looks at it.</summary>
    public void Bar() => Bar(Venue.Now + s_bar);

    /// <summary>Looks at the market and decides; what that causes is over after a second.</summary>
    public void Look()
    {
        Owner.Runner!.Wake();
        Owner.Pump();
        _time.RunUntil(_time.Now + TimeSpan.FromSeconds(1));
    }

    private void Bar(Instant begin)
    {
        var candle = new Candle(begin, new(100_000m), new(100_040m), new(99_960m), new(100_010m), new(50m));
        _spot.Open(in candle, s_bar);
        _linear.Open(in candle, s_bar);
        Venue.AdvanceTo(begin);
    }

    private void Pass()
    {
        var begin = Venue.Now + s_bar;
        _time.RunUntil(begin - TimeSpan.FromMilliseconds(1));
        Bar(begin);
        _time.RunUntil(begin);
    }
}
