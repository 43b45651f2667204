using EvenKeel.Machines;
using EvenKeel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace EvenKeel.Grains.Durable;

/// <summary>Core's words travel between grains in their stored form, so that Core needs no attribute of
/// Orleans.</summary>
public static class CoreJson
{
    public static ISiloBuilder AddCoreJson(this ISiloBuilder silo)
    {
        silo.Services.AddCoreJson();
        return silo;
    }

    public static IServiceCollection AddCoreJson(this IServiceCollection services)
    {
        var core = typeof(MachineEvent).Assembly;
        services.AddSerializer(s => s.AddJsonSerializer(type => type.Assembly == core, RowFormat.Options));
        return services.Configure<TypeManifestOptions>(o => o.AddAllowedAssembly(core));
    }
}
