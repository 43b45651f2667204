using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Orders;
using EvenKeel.Simulation.Replay;

namespace EvenKeel.Simulation.Faults;

/// <summary>The world of one carry. Exposure is measured on the venue's timeline.</summary>
public sealed class CarryWorld : MachineWorld<Carry>
{
    private readonly CarryMachine _machine;

    public CarryWorld(CarryWorldPlan plan)
        : base(plan, "carry", Carry.New, plan.Parts)
    {
        Plan = plan;
        ArbPlan = new(
            plan.Symbol, Venue.InstrumentOf(Markets.Market.Spot, plan.Symbol),
            Venue.InstrumentOf(Markets.Market.Linear, plan.Symbol), plan.Settings, Ranked: true, plan.Settings.Notional,
            plan.Venue.FeeRates, plan.Venue.MarginOf(plan.Venue.Find(plan.Symbol)!));
        _machine = new(ArbPlan, plan.Limits);
        Exposure = new(ArbPlan.TradableResidue(plan.Price));
        Settle(_machine);
    }

    /// <summary>What it was made of.</summary>
    public CarryWorldPlan Plan { get; }

    /// <summary>How long and how much was unhedged, on the venue's own timeline.</summary>
    public ExposureMeter Exposure { get; }

    /// <summary>What the portfolio asks for now.</summary>
    public ArbPlan ArbPlan
    {
        get;
        set
        {
            field = value;
            _machine?.Plan = value;
        }
    }

    /// <summary>Flat or holding, with no order open.</summary>
    public override bool IsAtRest => Row is { State.Phase: CarryPhase.Flat or CarryPhase.Holding, Version: > 0 } row
        && !row.Journal.Open.Any() && row.Baseline is not null;

    /// <summary>The least that both legs can trade: a smaller difference is dust. [base]</summary>
    public Quantity Residue => ArbPlan.TradableResidue(Market.Price);

    private protected override void TakeRules() => ArbPlan = ArbPlan with
    {
        Spot = Venue.InstrumentOf(Markets.Market.Spot, Symbol),
        Perp = Venue.InstrumentOf(Markets.Market.Linear, Symbol),
    };

    private protected override void Filled(Fill fill)
    {
        base.Filled(fill);
        var fee = fill.FeeCoin == Coin ? new Quantity(fill.Fee) : Quantity.Zero;
        Exposure.Moved((fill.Quantity * fill.Side.Sign()) - fee, fill.Price, fill.At);
    }
}
