using System.Globalization;
using EvenKeel.Host;
using EvenKeel.Host.Crashing;
using EvenKeel.Host.Paper;
using EvenKeel.Markets;
using EvenKeel.Venues;
using Microsoft.Extensions.DependencyInjection;

// The service as it ships, but killed at one boundary of a pair's requests on one market:
// EvenKeel.Host.Crashing AfterPlace BTCUSDT Spot 1, then the service's own arguments
var moment = Enum.Parse<Moment>(args[0]);
var (pair, market) = (new Symbol(args[1]), Enum.Parse<Market>(args[2]));
var count = int.Parse(args[3], CultureInfo.InvariantCulture);
await using var service = ServiceApp.Build(
    args[4..],
    services => services.AddSingleton<IVenue>(
        provider => new FatalVenue(provider.GetRequiredService<PaperVenue>(), moment, pair, market, count)));
await service.RunAsync();
