using System.Collections.Immutable;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;

namespace EvenKeel.Machines;

/// <summary>Stands in for a machine whose own decisions fail: it takes resting orders away and reduces the larger leg
/// until both are level. It opens nothing, and of the machine's state it knows nothing.</summary>
/// <remarks>Its orders pass the machine's gate like any other, and are remembered, sent and resolved by the same
/// runner.</remarks>
public sealed class Unwinder<TState>(IMachine<TState> machine) : IMachine<TState>
{
    /// <summary>In the ids of its orders; no machine has so many steps of its own.</summary>
    private const int StepOfIds = ClientOrderId.Bound - 1;

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(1);
    private static readonly Rate s_cap = new(0.02m);

    public Symbol Symbol => machine.Symbol;

    public Instrument On(Market market) => machine.On(market);

    public bool Borrows => machine.Borrows;

    /// <summary>What must be closed waits for no account.</summary>
    public bool NeedsAccount(MachineRow<TState> row) => false;

    public Step<TState> Decide(MachineRow<TState> row, MachineEvent @event, Instant now) => @event switch
    {
        MachineEvent.Seen seen => Look(row, seen.View, now),
        MachineEvent.Agreed => new(row.State, [], Instant.Earlier(row.LookAt, now + s_rest)),
        MachineEvent.Denied => new(row.State, [], now + s_again),
        _ => new(row.State, [], now),
    };

    public RiskVerdict Check(MachineRow<TState> row, OrderIntent intent, MarketView? view, Instant now) =>
        machine.Check(row, intent, view, now);

    public bool IsRiskIncreasing(MachineRow<TState> row, OrderDraft draft) => machine.IsRiskIncreasing(row, draft);

    private Step<TState> Look(MachineRow<TState> row, MarketView view, Instant now)
    {
        if (row.Journal.Open.Any())
        {
            ImmutableArray<MachineCommand> cancels =
            [
                .. row.Journal.Open
                    .Where(i => i.Draft.TimeInForce is TimeInForce.PostOnly or TimeInForce.GoodTillCancel)
                    .Select(i => new MachineCommand.Cancel(i.Id)),
            ];
            return new(row.State, cancels, now + s_again);
        }

        var (coins, position) = (row.Ledger.Base, row.Ledger.Perp);
        var market = coins.Abs() >= position.Abs() ? Market.Spot : Market.Linear;
        var excess = Quantity.Min(row.Ledger.Exposure.Abs(), row.Ledger.Of(market).Abs());
        if (view.Market.QuoteOf(market) is not { } quote)
        {
            return new(row.State, [], now + s_again);
        }

        var instrument = On(market);
        if (excess < instrument.TradableResidue(quote.Mid))
        {
            return new(row.State, [], now + s_rest);
        }

        var side = row.Ledger.Of(market).Sign > 0 ? Side.Sell : Side.Buy;
        var limit = instrument.RoundAway(quote.Taking(side) * (1m + (side.Sign() * s_cap.Value)), side);
        var draft = new OrderDraft(
            StepOfIds, market, Symbol, side, instrument.RoundDown(excess), limit, TimeInForce.ImmediateOrCancel,
            ReduceOnly: market == Market.Linear, OnMargin: false, quote.Mid);
        return new(row.State, [new MachineCommand.Place(draft)], now + s_again);
    }
}
