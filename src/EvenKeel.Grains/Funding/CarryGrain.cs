using EvenKeel.Funding;
using EvenKeel.Grains.Accounts;
using EvenKeel.Grains.Durable;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Grains.Funding;

/// <summary>Keeps the carry of one pair. Every decision is in <see cref="CarryMachine"/>.</summary>
[GrainType("carry")]
internal sealed class CarryGrain(
    [PersistentState("carry")] IPersistentState<MachineRow<Carry>> stored, MachinePorts ports, ICarryDesk desk)
    : MachineGrain<Carry>(stored, ports), ICarryGrain
{
    private CarryMachine _machine = null!;
    private CarryWatch _watch = null!;
    private MarketTicks _ticks = null!;

    protected override Carry Initial => Carry.New;

    protected override IMachine<Carry> Machine => _machine;

    private Symbol Pair => new(Key[(Key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (plan, limits) = desk.TermsOf(Pair);
        _machine = new(plan, limits);
        _watch = new(_machine);
        await base.OnActivateAsync(cancellationToken);
        _ticks = new(Ports.Venue, Pair, Wakes, Wake);
        if (desk.TickEvery is { } every)
        {
            this.RegisterGrainTimer(Tick, new() { DueTime = every, Period = every, Interleave = true });
        }
    }

    public Task Tick() => _ticks.Tick();

    public Task<CarryReport> Look() =>
        Task.FromResult(new CarryReport(Runner.Row, _ticks.Market, Log.Halted ?? Log.Quarantined, Log.Alarms));

    protected override IEnumerable<string> Story(MachineRow<Carry> before, MachineRow<Carry> after) =>
        CarryStory.Of(before, after);

    protected override Task<string?> Refusal() =>
        GrainFactory.Claim(_machine.On(Market.Spot).Base, Ports.Protocol.Deployment.Name, Key);

    private bool Wakes(MarketReport market)
    {
        if (!_watch.Wakes(market, Runner.View, Runner.Row, Ports.Clock.Now))
        {
            return false;
        }

        (_machine.Plan, Runner.Basis) = (desk.TermsOf(Pair).Plan, _watch.Basis);
        return true;
    }
}
