using System.Net;
using EvenKeel.Grains.Durable;
using EvenKeel.Host.Api;
using EvenKeel.Host.Paper;
using EvenKeel.Host.Settings;
using EvenKeel.Host.Storage;
using EvenKeel.Machines;
using EvenKeel.Orders;
using EvenKeel.Venues;
using Orleans.Configuration;

namespace EvenKeel.Host;

/// <summary>The whole service in one process: settings, silo, store, market and API.</summary>
internal static class ServiceApp
{
    /// <summary>Part of the key of every stored row: with another one nothing is found again.</summary>
    private const string ServiceId = "evenkeel";

    /// <param name="replace">What a test puts in the place of something, last.</param>
    /// <exception cref="SettingsRefusedException">A setting cannot be used.</exception>
    /// <exception cref="StoreRefusedException">Another process works on the same files.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = builder.Configuration.ReadService();
        var root = builder.Environment.ContentRootPath;
        builder.WebHost.UseUrls($"http://localhost:{options.Service.Port}");
        builder.Logging.AddReadableLines();
        builder.UseOrleans(silo => silo.UseOneMachine(options, root));
        builder.Services.AddSingleton(options.Service).AddSingleton(TimeProvider.System);
        builder.Services.AddPaperMarket(options, root);
        builder.Services.AddMachinePorts(options);
        builder.Services.AddSingleton(_ => new FileHold(
            options.Store.FullPath(root), Path.GetFullPath(options.Paper.FilePath, root)));
        builder.Services.AddSingleton<PairStart>().AddHostedService(p => p.GetRequiredService<PairStart>());
        builder.Services.AddHealthChecks().AddCheck<PairStart>("pairs");
        builder.Services.AddProblemDetails();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        // Before anything is read or written: what another process works on is not even looked at
        app.Services.GetRequiredService<FileHold>();
        app.UseExceptionHandler().UseStatusCodePages();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapPairs();
        app.MapGrids();
        return app;
    }

    private static ILoggingBuilder AddReadableLines(this ILoggingBuilder logging) => logging
        .AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "HH:mm:ss.fff "))
        .AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Polly", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
        // A pair that has not started yet is no failure: the answer says so
        .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
        // It reports the machine's uptime as the duration of its first check
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

    private static ISiloBuilder UseOneMachine(this ISiloBuilder silo, ServiceOptions options, string root) => silo
        .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ServiceId, ServiceId))
        .ConfigureEndpoints(IPAddress.Loopback, options.Service.SiloPort, gatewayPort: 0)
        .Configure<ClusterMembershipOptions>(o =>
        {
            // A hung silo is out after some 10 s; the defaults would take a minute
            o.ProbeTimeout = TimeSpan.FromSeconds(2);
            o.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        })
        .UseSqliteStore(new(options.Store.FullPath(root)), options.Service.Account)
        .AddCoreJson();

    private static void AddMachinePorts(this IServiceCollection services, ServiceOptions options) =>
        services.AddSingleton(p => new MachinePorts(
            p.GetRequiredService<IVenue>(), p.GetRequiredService<IOutbox>(), p.GetRequiredService<IKillRow>(),
            p.GetRequiredService<IVenueClock>(),
            RunnerSettings.Of(
                new(Realm.Paper, options.Service.Account), options.Carry.RecvWindow, options.Carry.VisibilityDelay),
            p.GetRequiredService<ILoggerFactory>(), p.GetRequiredService<TimeProvider>()));
}
