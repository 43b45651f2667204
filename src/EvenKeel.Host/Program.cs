using EvenKeel.Host;
using EvenKeel.Host.Paper;
using EvenKeel.Host.Settings;
using EvenKeel.Host.Storage;
using Microsoft.AspNetCore.Connections;

try
{
    await using var service = ServiceApp.Build(args);
    await service.RunAsync();
    return 0;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"Service:Port cannot be used: {e.Message} The rule: a port of its own.");
    return 2;
}
catch (Exception e) when (e is SettingsRefusedException or StoreRefusedException or VenueFileRefusedException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
