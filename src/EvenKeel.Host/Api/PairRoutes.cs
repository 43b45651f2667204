using EvenKeel.Grains.Funding;
using EvenKeel.Host.Settings;
using EvenKeel.Markets;

namespace EvenKeel.Host.Api;

/// <summary>What can be asked over HTTP: reads only, answered from what is stored.</summary>
internal static class PairRoutes
{
    public static void MapPairs(this IEndpointRouteBuilder routes)
    {
        var pairs = routes.MapGroup("/api/v1/pairs");
        pairs.MapGet("/", async (ServiceSettings settings, IGrainFactory grains) =>
        {
            var reports = await Task.WhenAll(settings.Pairs.Select(p => grains.Carry(p).Look()));
            return settings.Pairs.Zip(reports, PairReport.InShort);
        });
        pairs.MapGet("/{pair}", async (string pair, ServiceSettings settings, IGrainFactory grains) =>
            Find(pair, settings) is { } known
                ? Results.Ok(PairReport.Of(known, await grains.Carry(known).Look()))
                : Results.Problem(
                    statusCode: StatusCodes.Status404NotFound, title: "No such pair",
                    detail: $"{pair} is not traded here; the pairs are {string.Join(", ", settings.Pairs)}."));
    }

    private static Symbol? Find(string pair, ServiceSettings settings)
    {
        foreach (var known in settings.Pairs)
        {
            if (string.Equals(known.Name, pair, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
