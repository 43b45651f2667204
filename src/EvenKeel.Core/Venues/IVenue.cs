namespace EvenKeel.Venues;

/// <summary>The port to an exchange: one question, one answer. Only what crosses here feeds a ledger.</summary>
/// <remarks>An answer is never an exception: what went wrong on the way is
/// <see cref="VenueReply.Ambiguous"/>.</remarks>
public interface IVenue
{
    /// <summary>Asks once: nothing behind this port repeats a request by itself.</summary>
    ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation);
}
