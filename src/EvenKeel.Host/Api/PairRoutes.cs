using System.Collections.Immutable;
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
        pairs.MapGet("/", (ServiceSettings settings, IGrainFactory grains) =>
            Task.WhenAll(settings.Pairs.Select(p => InShortAsync(p, grains))));
        pairs.MapGet("/{pair}", async (string pair, ServiceSettings settings, IGrainFactory grains) =>
            settings.Pairs.Named(pair) is { } known
                ? Results.Ok(PairReport.Of(known, await grains.Carry(known).Look()))
                : Results.Problem(
                    statusCode: StatusCodes.Status404NotFound, title: "No such pair",
                    detail: $"{pair} is not traded here; the pairs are {string.Join(", ", settings.Pairs)}."));
    }

    /// <summary>A pair whose row cannot be read says so, and hides no other.</summary>
    private static async Task<PairSummary> InShortAsync(Symbol pair, IGrainFactory grains)
    {
        try
        {
            return PairReport.InShort(pair, await grains.Carry(pair).Look());
        }
        catch (Exception e)
        {
            return PairReport.Unreadable(pair, e.Message);
        }
    }

    /// <summary>The one of these that a person calls so, in capitals or not; null: none.</summary>
    public static Symbol? Named(this ImmutableArray<Symbol> symbols, string pair)
    {
        foreach (var known in symbols)
        {
            if (string.Equals(known.Name, pair, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
