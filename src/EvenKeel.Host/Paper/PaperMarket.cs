using System.Collections.Immutable;
using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Grains.Grids;
using EvenKeel.Host.Settings;
using EvenKeel.Markets;
using EvenKeel.Settings;
using EvenKeel.Simulation.Venues;
using EvenKeel.Venues;

namespace EvenKeel.Host.Paper;

/// <summary>Puts a service on the simulated market: venue, clock and terms. No key and no money are involved.</summary>
internal static class PaperMarket
{
    /// <exception cref="SettingsRefusedException">A pair is not traded at the simulated venue.</exception>
    public static IServiceCollection AddPaperMarket(
        this IServiceCollection services, ServiceOptions options, string contentRoot)
    {
        // Only the settlements that a window can ask for: each answer's commit writes all that are listed
        var settings = VenueSettings.Default with
        {
            SettledWindow = new(options.Carry.Window, "as far back as the carry's window looks"),
        };
        RefuseUnknown(options.Service, settings);
        var paper = options.Paper;
        services.AddSingleton(provider => new PaperVenue(
            new(Path.GetFullPath(paper.FilePath, contentRoot)), settings,
            new(paper.Seed, paper.BarEvery, paper.FundingInterval, paper.FundingMean), paper.Cash,
            [.. options.Service.Pairs, .. options.Service.Grids], provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IVenue>(provider => provider.GetRequiredService<PaperVenue>());
        services.AddHostedService<PaperStream>();
        services.AddSingleton<IVenueClock>(provider => provider.GetRequiredService<PaperVenue>());
        services.AddSingleton<IGridDesk>(provider => new PaperGridDesk(
            settings, options.Grid, options.Risk, options.Service.GridMarket, options.Service.TickEvery,
            provider.GetRequiredService<IVenueClock>()));
        return services.AddSingleton<ICarryDesk>(provider => new PaperDesk(
            settings, options.Carry, options.Risk, options.Service.TickEvery,
            provider.GetRequiredService<IVenueClock>()));
    }

    private static void RefuseUnknown(ServiceSettings service, VenueSettings settings)
    {
        ImmutableArray<SettingViolation> unknown =
        [
            .. Unknown("Service:Pairs", "at", service.Pairs, _ => true),
            .. Unknown(
                "Service:Grids", $"on {service.GridMarket} at", service.Grids,
                p => p.Of(service.GridMarket) is not null),
        ];
        if (!unknown.IsEmpty)
        {
            throw new SettingsRefusedException(unknown);
        }

        IEnumerable<SettingViolation> Unknown(
            string setting, string where, ImmutableArray<Symbol> pairs, Func<PairTerms, bool> trades)
        {
            var known = settings.Pairs.Where(trades).Select(p => p.Symbol).ToList();
            return pairs.Where(p => !known.Contains(p)).Select(p => new SettingViolation(
                setting, p.Name, $"is not traded {where} the simulated venue; it has {string.Join(", ", known)}"));
        }
    }
}
