using EvenKeel.Simulation.Owners;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>The wire of all as one owner has it: an onlooker sees who sends and who hears.</summary>
internal sealed class OwnWire(FaultyWire wire, Func<Activation> by) : IWire
{
    public void Carry(VenueRequest request, Action<VenueReply> answered) => wire.Carry(request, by(), answered);
}
