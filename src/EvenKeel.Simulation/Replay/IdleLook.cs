using EvenKeel.Grids;
using EvenKeel.Markets;
using EvenKeel.Simulation.Owners;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Replay;

/// <summary>Looks for a grid where a look changes nothing, without sending anything over the wire: it decides on what
/// the grid would see, at the moment at which it would.</summary>
/// <remarks>Only while nothing is under way, nothing that happened is still to be told, and nothing happens at the
/// venue before the account would have been read.</remarks>
internal sealed class IdleLook(IWire wire, VenueClock clock, Latency latency, Timeline time)
{
    private Instant _toldBy;

    /// <summary>Something that happened is told at a time: until then no look is idle.</summary>
    public void Tells(Instant at) => _toldBy = Instant.Later(_toldBy, at);

    /// <returns>False: the grid has to look by itself.</returns>
    public bool Took(Owner<Grid> owner, GridMachine machine)
    {
        var (runner, now) = (owner.Runner!, time.Now);
        var account = new VenueRequest.ReadAccount(machine.Symbol, machine.Plan.On.Base);
        var needs = machine.NeedsAccount(runner.Row);
        var asked = now + latency.There(account, now);
        var decided = needs ? asked + latency.Back(account, asked) : now;
        if (_toldBy > now || !clock.IsQuiet(decided) || !runner.IsAtRest(decided))
        {
            return false;
        }

        MarketReport? market = null;
        wire.Carry(
            new VenueRequest.ReadMarket(machine.Symbol), reply => market = (reply as VenueReply.MarketRead)?.Market);
        if (market is null
            || !runner.Rested(new(market, null, runner.Basis, owner.Mode(), decided, runner.Range), decided))
        {
            return false;
        }

        if (needs)
        {
            clock.Count(account, asked);
        }

        return true;
    }
}
