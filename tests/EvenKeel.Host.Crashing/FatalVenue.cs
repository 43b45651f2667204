using System.Diagnostics;
using EvenKeel.Markets;
using EvenKeel.Venues;

namespace EvenKeel.Host.Crashing;

/// <summary>Where the process dies.</summary>
internal enum Moment
{
    /// <summary>The intent is written, the order was not sent.</summary>
    BeforePlace,

    /// <summary>The venue has accepted the order, nobody has heard of it.</summary>
    AfterPlace,

    /// <summary>That the order is to be cancelled is written, the cancel was not sent.</summary>
    BeforeCancel,

    /// <summary>The venue has accepted the cancel, nobody has heard of it.</summary>
    AfterCancel,

    /// <summary>The venue has told of a fill, and it is not stored.</summary>
    AfterFill,
}

/// <summary>Passes everything on, and kills its own process with -9 around a request of one pair on one
/// market, alone or in a batch.</summary>
/// <param name="count">Around which of its kind, from 1.</param>
internal sealed class FatalVenue(IVenue venue, Moment moment, Symbol pair, Market market, int count) : IVenue
{
    private int _seen;

    public async ValueTask<VenueReply> Ask(VenueRequest request, CancellationToken cancellation)
    {
        var near = request.Parts().Count(IsNear);
        if (near > 0 && moment is Moment.BeforePlace or Moment.BeforeCancel)
        {
            DieInTime(near);
        }

        var reply = await venue.Ask(request, cancellation);
        if (near > 0 && (moment is Moment.AfterPlace or Moment.AfterCancel
            || reply is VenueReply.OrderSought { Fills.IsEmpty: false }))
        {
            DieInTime(near);
        }

        return reply;
    }

    private bool IsNear(VenueRequest request) => (moment, request) switch
    {
        (Moment.BeforePlace or Moment.AfterPlace, VenueRequest.PlaceOrder { Order.Item.Draft: var draft }) =>
            (draft.Symbol, draft.Market) == (pair, market),
        (Moment.BeforeCancel or Moment.AfterCancel, VenueRequest.CancelOrder cancel) =>
            (cancel.Symbol, cancel.Market) == (pair, market),
        (Moment.AfterFill, VenueRequest.FindOrder find) => (find.Symbol, find.Market) == (pair, market),
        _ => false,
    };

    private void DieInTime(int near)
    {
        if (Interlocked.Add(ref _seen, near) < count)
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal comes a moment later: nothing more may happen in between
        Thread.CurrentThread.Join();
    }
}
