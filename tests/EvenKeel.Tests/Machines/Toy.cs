using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Tests.Machines;

/// <summary>State of a machine that does what a test says.</summary>
public sealed record ToyState(int Moves);

/// <summary>A machine without a rule of its own: at each look it gives the commands that a test has put down.</summary>
internal sealed class Toy : IMachine<ToyState>
{
    public static readonly Instrument Spot = new(
        Market.Spot, new("BTCUSDT"), new("BTC"), new("USDT"), new(0.01m), new(0.001m), new(0.001m), new(5m));

    public static readonly Instrument Perp = Spot with { Market = Market.Linear, Tick = new(0.1m) };

    public List<MachineEvent> Heard { get; } = [];

    /// <summary>What the next looks decide, one entry a look; nothing when it is empty.</summary>
    public Queue<MachineCommand[]> Moves { get; } = new();

    public Instant LookAt { get; set; } = Instant.Never;

    public bool WantsAccount { get; set; }

    public bool RaisesRisk { get; set; } = true;

    /// <summary>The view on which each order was checked, with the time of the check.</summary>
    public List<(MarketView? View, Instant Now)> Checked { get; } = [];

    public string? Denies { get; set; }

    public Symbol Symbol => Spot.Symbol;

    public Instrument On(Market market) => market == Market.Spot ? Spot : Perp;

    public bool NeedsAccount(MachineRow<ToyState> row) => WantsAccount;

    public Step<ToyState> Decide(MachineRow<ToyState> row, MachineEvent @event, Instant now)
    {
        Heard.Add(@event);
        MachineCommand[] commands = @event is MachineEvent.Seen && Moves.TryDequeue(out var moves) ? moves : [];
        return new(new(row.State.Moves + commands.Length), [.. commands], LookAt);
    }

    public RiskVerdict Check(MachineRow<ToyState> row, OrderIntent intent, MarketView? view, Instant now)
    {
        Checked.Add((view, now));
        return Denies is { } rule
            ? new RiskVerdict.Denied(rule, "it", "nothing")
            : new RiskVerdict.Passed(new Approved<OrderIntent>(intent));
    }

    public bool IsRiskIncreasing(MachineRow<ToyState> row, OrderDraft draft) => RaisesRisk;

    public static MachineCommand.Place Buy(Market market, decimal quantity) => Place(market, Side.Buy, quantity);

    public static MachineCommand.Place Sell(Market market, decimal quantity) => Place(market, Side.Sell, quantity);

    /// <summary>An order that rests in a slot of its own.</summary>
    public static MachineCommand.Place Rest(int index, Side side, int generation = 1) => new(new(
        (2 * index) + (side == Side.Buy ? 0 : 1), Market.Linear, Spot.Symbol, side, new(1m), new Price(100m - index),
        TimeInForce.PostOnly, false, false, new(100m), new(generation, index)));

    private static MachineCommand.Place Place(Market market, Side side, decimal quantity) => new(new(
        (int)market, market, Spot.Symbol, side, new(quantity), new Price(100m), TimeInForce.ImmediateOrCancel, false,
        false, new(100m)));
}
