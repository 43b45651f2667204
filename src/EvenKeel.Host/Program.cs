using EvenKeel.Host;
using EvenKeel.Host.Paper;
using EvenKeel.Host.Settings;
using EvenKeel.Host.Storage;
using Microsoft.AspNetCore.Connections;

ServiceSettings? settings = null;
try
{
    await using var service = ServiceApp.Build(args);
    settings = service.Services.GetRequiredService<ServiceSettings>();
    await service.RunAsync();
    return 0;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    return await RefuseAsync(PortTaken("Port", settings!.Port));
}
catch (AddressInUseException)
{
    return await RefuseAsync(PortTaken("SiloPort", settings!.SiloPort));
}
catch (Exception e) when (e is SettingsRefusedException or StoreRefusedException or VenueFileRefusedException)
{
    return await RefuseAsync(e.Message);
}

static string PortTaken(string name, int port) =>
    $"Service:{name} = {port}: must be a port that nothing else listens on";

static async Task<int> RefuseAsync(string why)
{
    await Console.Error.WriteLineAsync(why);
    return 2;
}
