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
    private MarketReport? _market;

    protected override Carry Initial => Carry.New;

    protected override IMachine<Carry> Machine => _machine;

    private Symbol Pair => new(Key[(Key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (plan, limits) = desk.TermsOf(Pair);
        _machine = new(plan, limits);
        _watch = new(_machine);
        await base.OnActivateAsync(cancellationToken);
        if (desk.TickEvery is { } every)
        {
            this.RegisterGrainTimer(Tick, new() { DueTime = every, Period = every, Interleave = true });
        }
    }

    public async Task Tick()
    {
        var reply = await Ports.Venue.Ask(new VenueRequest.ReadMarket(Pair), CancellationToken.None);
        if (reply is not VenueReply.MarketRead { Market: var market })
        {
            return;
        }

        _market = market;
        if (_watch.Wakes(market, Runner.View, Runner.Row, Ports.Clock.Now))
        {
            _machine.Plan = desk.TermsOf(Pair).Plan;
            Runner.Basis = _watch.Basis;
            await Wake();
        }
    }

    public Task<CarryReport> Look() =>
        Task.FromResult(new CarryReport(Runner.Row, _market, Log.Halted ?? Log.Quarantined, Log.Alarms));

    protected override IEnumerable<string> Story(MachineRow<Carry> before, MachineRow<Carry> after) =>
        CarryStory.Of(before, after);

    protected override Task<string?> Refusal() =>
        GrainFactory.Claim(_machine.On(Market.Spot).Base, Ports.Protocol.Deployment.Name, Key);
}
