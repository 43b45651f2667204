using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Reconciliation;
using EvenKeel.Simulation.Owners;

namespace EvenKeel.Simulation.Faults;

/// <summary>The world of one grid. Each quote is a tick of the market's stream, and the grid looks when its watch says
/// so.</summary>
public sealed class GridWorld : MachineWorld<Grid>
{
    private readonly GridMachine _machine;
    private readonly GridWatch _watch;

    public GridWorld(GridWorldPlan plan)
        : base(plan, "grid", Grid.New, plan.Parts)
    {
        (Plan, Range) = (plan, plan.Range);
        GridPlan = new(
            Venue.InstrumentOf(plan.Market, Symbol), plan.Settings, FeeOf(plan).Maker, FeeOf(plan).Taker, plan.Limits);
        _machine = new(GridPlan, Protocol.RecvWindow);
        _watch = new(_machine, plan.Settings);
        Settle(_machine);
    }

    /// <summary>What it was made of.</summary>
    public GridWorldPlan Plan { get; }

    /// <summary>The average true range as everybody measures it now; null: unknown. [quote/base]</summary>
    public Price? Range { get; set; }

    /// <summary>From one rung to the next, as the settings have it: an adaptive ladder may stand wider.
    /// [quote/base]</summary>
    public Price Rung => Plan.Settings.Step ?? Plan.Price * Plan.Settings.StepShare.Value;

    /// <summary>What is asked for now.</summary>
    public GridPlan GridPlan
    {
        get;
        set
        {
            field = value;
            _machine?.Plan = value;
        }
    }

    /// <summary>Every order that is open rests at the venue, what is held and in the windows is being closed, or cannot
    /// be; or all is over.</summary>
    public override bool IsAtRest => Row is { Version: > 0, Baseline: not null } row && row.State.Phase switch
    {
        GridPhase.Running => row.Journal.Open.All(i => !i.CancelAsked && Venue.IsLive(i.Id))
            && Unclosed is null,
        GridPhase.Leaving => !Trades && !row.Journal.Open.Any(),
        _ => !row.Journal.Open.Any(),
    };

    /// <summary>A slot that is not being closed though it could be; null: there is none.</summary>
    internal SlotKey? Unclosed => Trades ? GridRest.Unclosed(Row, GridPlan) : null;

    /// <summary>Whether its market trades at all.</summary>
    internal bool Trades => Venue.Trades(Plan.Market, Symbol);

    public override bool HasPerpetual => Plan.Market == Markets.Market.Linear;

    public override Market LegStruck(int size) => Plan.Market;

    internal override void Quoted()
    {
        foreach (var owner in Owners.OfType<Owner<Grid>>().ToArray())
        {
            if (owner is not { Sleeps: false, Runner: { } runner } || Venue.Tick(Symbol) is not { } tick)
            {
                continue;
            }

            var known = runner.Range;
            runner.Range = Range;
            if (_watch.Wakes(tick, runner.View, runner.Row, owner.Now) || known != Range)
            {
                owner.Wake();
            }
        }
    }

    private protected override void TakeRules() =>
        GridPlan = GridPlan with { On = Venue.InstrumentOf(Plan.Market, Symbol) };

    private static (Rate Maker, Rate Taker) FeeOf(GridWorldPlan plan) => plan.Market == Markets.Market.Spot
        ? (plan.Venue.FeeRates.SpotMaker, plan.Venue.FeeRates.SpotTaker)
        : (plan.Venue.FeeRates.PerpMaker, plan.Venue.FeeRates.PerpTaker);
}
