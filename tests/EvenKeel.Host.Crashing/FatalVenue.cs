using System.Diagnostics;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Host.Crashing;

/// <summary>Where the process dies.</summary>
internal enum Moment
{
    /// <summary>The intent is written, the order was not sent.</summary>
    Before,

    /// <summary>The venue has accepted the order, nobody has heard of it.</summary>
    After,
}

/// <summary>Passes everything on, and kills its own process with -9 around an order on one market.</summary>
internal sealed class FatalVenue(IVenue venue, Moment moment, Market market) : IVenue
{
    public async ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        var isFatal = request is VenueRequest.PlaceOrder { Order.Item.Draft: var draft } && draft.Market == market;
        if (isFatal && moment == Moment.Before)
        {
            Die();
        }

        var reply = await venue.Ask(request, cancellation);
        if (isFatal)
        {
            Die();
        }

        return reply;
    }

    private static void Die()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal comes a moment later: nothing more may happen in between
        Thread.CurrentThread.Join();
    }
}
