using EvenKeel.Grains.Accounts;
using EvenKeel.Grains.Durable;
using EvenKeel.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Grains.Grids;

/// <summary>Keeps the grid of one pair. Every decision is in <see cref="GridMachine"/>.</summary>
[GrainType("grid")]
internal sealed class GridGrain(
    [PersistentState("grid")] IPersistentState<MachineRow<Grid>> stored, MachinePorts ports, IGridDesk desk)
    : MachineGrain<Grid>(stored, ports), IGridGrain
{
    private GridMachine _machine = null!;
    private GridWatch _watch = null!;
    private MarketTicks _ticks = null!;

    protected override Grid Initial => Grid.New;

    protected override IMachine<Grid> Machine => _machine;

    private Symbol Pair => new(Key[(Key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _machine = new(desk.PlanOf(Pair), Ports.Protocol.RecvWindow);
        await base.OnActivateAsync(cancellationToken);
        _watch = new(_machine, _machine.PlanOf(Runner.Row).Settings);
        _ticks = new(Ports.Venue, Pair, Wakes, Wake);
        if (desk.TickEvery is { } every)
        {
            this.RegisterGrainTimer(Tick, new() { DueTime = every, Period = every, Interleave = true });
        }
    }

    public Task Tick() => _ticks.Tick();

    public Task<GridReport> Look() => Task.FromResult(new GridReport(
        Runner.Row, _machine.PlanOf(Runner.Row), _ticks.Market, Log.Halted ?? Log.Quarantined, Log.Alarms));

    protected override IEnumerable<string> Story(MachineRow<Grid> before, MachineRow<Grid> after) =>
        GridStory.Of(before, after);

    protected override Task<string?> Refusal() =>
        GrainFactory.Claim(_machine.Plan.On.Base, Ports.Protocol.Deployment.Name, Key);

    private bool Wakes(MarketReport market)
    {
        if (!_watch.Wakes(market, Runner.View, Runner.Row, Ports.Clock.Now))
        {
            return false;
        }

        (_machine.Plan, Runner.Range) = (desk.PlanOf(Pair), _watch.Range);
        return true;
    }
}
