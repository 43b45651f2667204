using EvenKeel.Venues;

namespace EvenKeel.Simulation.Owners;

/// <summary>The way to a venue and back, in virtual time.</summary>
public interface IWire
{
    /// <summary>Carries a request over and its answer back, or what the sender takes for one.</summary>
    void Carry(VenueRequest request, Action<VenueReply> answered);
}
