using EvenKeel.Host;
using EvenKeel.Host.Crashing;
using EvenKeel.Host.Paper;
using EvenKeel.Markets;
using EvenKeel.Venues;
using Microsoft.Extensions.DependencyInjection;

// The service as it ships, but killed at one boundary of the first order on one market:
// EvenKeel.Host.Crashing before|after Spot|Linear, then the service's own arguments
var (moment, market) = (Enum.Parse<Moment>(args[0], ignoreCase: true), Enum.Parse<Market>(args[1]));
await using var service = ServiceApp.Build(
    args[2..],
    services => services.AddSingleton<IVenue>(
        provider => new FatalVenue(provider.GetRequiredService<PaperVenue>(), moment, market)));
await service.RunAsync();
