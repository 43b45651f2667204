using BenchmarkDotNet.Attributes;
using EvenKeel.Funding;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Reconciliation;
using EvenKeel.Risk;
using EvenKeel.Storage;

namespace EvenKeel.Benchmarks.Paths;

/// <summary>What a decision costs, from the rule alone to a whole look, and what writing a row down costs.</summary>
public class DecisionBenchmarks
{
    private readonly PairScene _flat = new(0m);
    private readonly PairScene _held = PairScene.Holding();
    private readonly ArbBook _book;
    private readonly MarketView _view;
    private readonly OrderIntent _intent;
    private readonly RiskContext _context;
    private readonly byte[] _row;

    public DecisionBenchmarks()
    {
        var (plan, row) = (_held.Plan, _held.Owner.Runner!.Row);
        _view = _held.Owner.Runner!.View!;
        _book = new CarryBook(plan, row.Ledger, row.Journal, _view, _view.Now).ToArb(row.State);
        _row = RowFormat.Write(row);
        var spot = _view.Market.Spot!.Value;
        var draft = new OrderDraft(
            1, Market.Spot, PairScene.Symbol, Side.Buy, new(0.01m), spot.Ask,
            TimeInForce.ImmediateOrCancel, false, false, spot.Mid);
        var id = ClientOrderId.Of(new(Realm.Test, "benchmark"), WorkflowId.Of("carry/BTCUSDT", 9), 1, 0);
        _intent = new(id, draft, 0, _view.Now, TimeSpan.FromSeconds(1), true);
        _context = new(
            plan.Spot, default, _view.Market.Mark, spot, _view.Now, plan.Fees.SpotTaker, RiskMode.Normal, new(), 0, 0,
            row.Journal, _view.Now);
    }

    /// <summary>The carry's rule over what is held.</summary>
    [Benchmark]
    public TargetState Strategy_target() => ArbStrategy.Instance.Target(_held.Plan, _book, _view);

    /// <summary>The rule, and until when it need not be asked again.</summary>
    [Benchmark]
    public WakeRule Strategy_rest() => ArbStrategy.Instance.Rest(_held.Plan, _book, _view);

    /// <summary>Runner, wire and venue: switches, market and account are read, and nothing is to be done.</summary>
    [Benchmark]
    public void Look_while_flat() => _flat.Look();

    [Benchmark]
    public void Look_while_holding() => _held.Look();

    /// <summary>All rules for new risk.</summary>
    [Benchmark]
    public RiskVerdict Gate() => RiskGate.Check(_intent, _context);

    [Benchmark]
    public byte[] Row_write() => RowFormat.Write(_held.Owner.Runner!.Row);

    [Benchmark]
    public MachineRow<Carry> Row_read() => RowFormat.Read<Carry>(_row);
}
