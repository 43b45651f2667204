using System.Collections.Immutable;
using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
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
        RefuseUnknown(options.Service.Pairs, settings);
        var paper = options.Paper;
        services.AddSingleton(provider => new PaperVenue(
            new(Path.GetFullPath(paper.FilePath, contentRoot)), settings,
            new(paper.Seed, paper.BarEvery, paper.FundingInterval, paper.FundingMean), paper.Cash,
            options.Service.Pairs, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IVenue>(provider => provider.GetRequiredService<PaperVenue>());
        services.AddHostedService<PaperStream>();
        services.AddSingleton<IVenueClock>(provider => provider.GetRequiredService<PaperVenue>());
        return services.AddSingleton<ICarryDesk>(provider => new PaperDesk(
            settings, options.Carry, options.Risk, options.Service.TickEvery,
            provider.GetRequiredService<IVenueClock>()));
    }

    private static void RefuseUnknown(ImmutableArray<Symbol> pairs, VenueSettings settings)
    {
        var known = string.Join(", ", settings.Pairs.Select(p => p.Symbol));
        ImmutableArray<SettingViolation> unknown =
        [
            .. pairs.Where(p => settings.Find(p) is null).Select(p => new SettingViolation(
                "Service:Pairs", p.Name, $"is not traded at the simulated venue; it has {known}")),
        ];
        if (!unknown.IsEmpty)
        {
            throw new SettingsRefusedException(unknown);
        }
    }
}
