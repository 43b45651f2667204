using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Risk;
using EvenKeel.Simulation.Owners;
using EvenKeel.Simulation.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>What the keeper of a carry finds in a replay: its terms, time, the wire to the venue, and who wants to
/// hear.</summary>
/// <param name="Appended">Takes each audit record with its flows.</param>
/// <param name="Alarmed">Takes what a person would be told.</param>
public sealed record CarrySeat(
    BacktestPlan Plan, Symbol Symbol, SimulatedVenue Venue, Timeline Time, IWire Wire, Latency Latency,
    Action<string, OutboxEntry> Appended, Action<string> Alarmed)
{
    /// <summary>The name of the machine's row.</summary>
    public string Machine => $"carry/{Symbol}";

    public RiskLimits Limits => Plan.Limits;

    public RunnerSettings Protocol { get; } =
        RunnerSettings.Of(new(Realm.Test, "backtest"), Plan.Settings.RecvWindow, Plan.Settings.VisibilityDelay);

    /// <summary>Takes each row that was written.</summary>
    public Action<MachineRow<Carry>> Written { get; internal set; } = _ => { };

    /// <summary>Whether the pair is worth holding at all.</summary>
    internal bool Ranked { get; set; } = true;

    /// <summary>What the portfolio asks for now, by the instruments of now.</summary>
    public ArbPlan PlanNow()
    {
        var settings = Plan.InForce;
        return new(
            Symbol, Venue.InstrumentOf(Market.Spot, Symbol), Venue.InstrumentOf(Market.Linear, Symbol), settings,
            Ranked, settings.Notional, Plan.Venue.FeeRates, Plan.Venue.MarginOf(Plan.Venue.Find(Symbol)!));
    }

    /// <summary>Lets a push about a fill arrive.</summary>
    internal void Push(Fill fill, Action<ClientOrderId> arrived) =>
        Time.At(fill.At + Latency.Push(fill.Order, fill.At), () => arrived(fill.Order));
}
