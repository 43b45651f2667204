using EvenKeel.Venues;

namespace EvenKeel.Simulation.Faults;

/// <summary>What befalls one request and its answer on the way.</summary>
/// <param name="RequestLost">It never reaches the venue.</param>
/// <param name="AnswerLost">It reaches the venue, the answer does not come back.</param>
/// <param name="RequestLate">How much later than usual it arrives.</param>
/// <param name="AnswerLate">How much later than usual the answer comes back.</param>
/// <param name="Copies">How many more times the venue gets it; nobody hears the answers to those.</param>
/// <param name="Instead">What a gateway answers before the venue has seen it; null: the venue is asked.</param>
public readonly record struct WireFate(
    bool RequestLost = false, bool AnswerLost = false, TimeSpan RequestLate = default, TimeSpan AnswerLate = default,
    int Copies = 0, VenueReply? Instead = null);
