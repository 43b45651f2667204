using EvenKeel.Markets;
using EvenKeel.Simulation.Faults;
using EvenKeel.Venues;

namespace EvenKeel.Simulation.Storms;

/// <summary>A digest of all that was done in one run: equal on every run, thread and machine. That a fault struck is
/// not in it, only what it did: one that changes nothing changes no digest.</summary>
internal sealed class Trace
{
    /// <summary>Of the 64-bit FNV hash, as <see cref="StableHash"/> uses it.</summary>
    private const ulong Prime = 1099511628211UL;

    public ulong Digest { get; private set; } = StableHash.Of("storm");

    public void See(Happening happening)
    {
        if (happening is Happening.Struck)
        {
            return;
        }

        Mix((ulong)happening.At.Milliseconds);
        switch (happening)
        {
            case Happening.Stored { Row: var row }:
                Mix(row.LastHash);
                break;
            case Happening.Appended { Entry.Version: var version }:
                Mix((ulong)version);
                break;
            case Happening.Sent { Request: var request }:
                Mix(request);
                break;
            case Happening.Answered { Request: var request, Reply: var reply }:
                Mix(request);
                Mix(reply.GetType().Name);
                break;
            case Happening.Heard { Request: var request, Reply: var reply }:
                Mix(request);
                Mix(reply.GetType().Name);
                break;
            case Happening.Filled { Fill: var fill }:
                Mix(fill.Order.Text);
                Mix((ulong)decimal.GetBits(fill.Quantity.Value)[0]);
                break;
            default:
                Mix(happening.GetType().Name);
                break;
        }
    }

    private void Mix(VenueRequest request)
    {
        switch (request)
        {
            case VenueRequest.PlaceOrder place:
                Mix(place.Order.Item.Id.Text);
                break;
            case VenueRequest.CancelOrder cancel:
                Mix(cancel.Order.Text);
                break;
            case VenueRequest.FindOrder find:
                Mix(find.Order.Text);
                break;
            default:
                Mix(request.GetType().Name);
                break;
        }
    }

    private void Mix(string text) => Digest = StableHash.Of(text, Digest);

    private void Mix(ulong number) => Digest = unchecked((Digest ^ number) * Prime);
}
