using EvenKeel.Host;
using EvenKeel.Host.Paper;
using EvenKeel.Host.Settings;
using EvenKeel.Host.Storage;

try
{
    await using var service = ServiceApp.Build(args);
    await service.RunAsync();
    return 0;
}
catch (Exception e) when (e is SettingsRefusedException or StoreRefusedException or VenueFileRefusedException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
