using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Grids;
using EvenKeel.Host.Settings;
using EvenKeel.Markets;

namespace EvenKeel.Host.Api;

/// <summary>What can be asked about grids: reads only, answered from what is stored.</summary>
internal static class GridRoutes
{
    public static void MapGrids(this IEndpointRouteBuilder routes)
    {
        var grids = routes.MapGroup("/api/v1/grids");
        grids.MapGet("/", (ServiceSettings settings, IGrainFactory grains, IVenueClock clock) =>
            Task.WhenAll(settings.Grids.Select(p => InShortAsync(p, grains, clock))));
        grids.MapGet("/{pair}", async (
            string pair, ServiceSettings settings, IGrainFactory grains, IVenueClock clock) =>
            settings.Grids.Named(pair) is { } known
                ? Results.Ok(GridPage.Of(known, await grains.Grid(known).Look(), clock.Now))
                : Results.Problem(
                    statusCode: StatusCodes.Status404NotFound, title: "No such grid",
                    detail: settings.Grids.IsEmpty
                        ? $"{pair} has no grid here; there is none at all."
                        : $"{pair} has no grid here; the grids are {string.Join(", ", settings.Grids)}."));
    }

    /// <summary>A grid whose row cannot be read says so, and hides no other.</summary>
    private static async Task<GridSummary> InShortAsync(Symbol pair, IGrainFactory grains, IVenueClock clock)
    {
        try
        {
            return GridSummary.Of(pair, await grains.Grid(pair).Look(), clock.Now);
        }
        catch (Exception e)
        {
            return GridSummary.Unreadable(pair, e.Message);
        }
    }
}
