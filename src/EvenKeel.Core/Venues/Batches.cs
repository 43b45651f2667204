using EvenKeel.Markets;

namespace EvenKeel.Venues;

/// <summary>What may share one request: orders or cancels of one market, orders of one timestamp and receive window.
/// <see href="docs/SOURCES.md#batches"/></summary>
public static class Batches
{
    /// <summary>Most orders that one request places or cancels. [orders] Spot 10, linear 20.</summary>
    public static int SizeMax(Market market) => market == Market.Spot ? 10 : 20;

    /// <summary>As few requests as the venue's limit allows, in the order in which the first of each was asked for;
    /// what can share its request with no other stays as it is. 25 cancels of one perpetual → 20 + 5.</summary>
    /// <param name="requests">Single ones.</param>
    public static IEnumerable<VenueRequest> Of(IReadOnlyList<VenueRequest> requests) => requests.Count < 2
        ? requests
        : requests.GroupBy(KeyOf).SelectMany(group => group.Key is { } key
            ? group.Chunk(SizeMax(key.Market)).Select(Together)
            : group);

    /// <summary>Refuses what the venue would not take as one request.</summary>
    internal static void Check<T>(IReadOnlyList<T> items)
        where T : VenueRequest
    {
        var key = items.Count > 0 ? KeyOf(items[0]) : null;
        var most = SizeMax(key?.Market ?? Market.Linear);
        if (items.Count < 2 || items.Count > most)
        {
            throw new ArgumentException($"{items.Count} in a batch: must be 2 to {most}", nameof(items));
        }

        if (items.FirstOrDefault(i => KeyOf(i) != key) is { } other)
        {
            throw new ArgumentException($"{KeyOf(other)} in a batch of {key}: must be the same", nameof(items));
        }
    }

    private static VenueRequest Together(VenueRequest[] requests) => requests switch
    {
        [var alone] => alone,
        [VenueRequest.PlaceOrder, ..] => new VenueRequest.PlaceOrders([.. requests.Cast<VenueRequest.PlaceOrder>()]),
        _ => new VenueRequest.CancelOrders([.. requests.Cast<VenueRequest.CancelOrder>()]),
    };

    private static Key? KeyOf(VenueRequest request) => request switch
    {
        VenueRequest.PlaceOrder { Order.Item: var i } =>
            new("orders", i.Draft.Market, i.Draft.Symbol, i.Timestamp, i.RecvWindow),
        VenueRequest.CancelOrder c => new("cancels", c.Market, c.Symbol, default, default),
        _ => null,
    };

    private readonly record struct Key(
        string Of, Market Market, Symbol Symbol, Instant Timestamp, TimeSpan RecvWindow);
}
