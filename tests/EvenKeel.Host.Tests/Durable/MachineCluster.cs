using EvenKeel.Grains.Durable;
using EvenKeel.Grains.Funding;
using EvenKeel.Grains.Grids;
using EvenKeel.Machines;
using EvenKeel.Markets;
using EvenKeel.Orders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;

namespace EvenKeel.Host.Tests.Durable;

/// <summary>Silos in this process whose clock, venue and rows belong to the test.</summary>
internal sealed class MachineCluster : IAsyncDisposable
{
    private static readonly Symbol s_btc = new("BTCUSDT");
    private static readonly Symbol s_sol = new("SOLUSDT");
    private readonly InProcessTestCluster _cluster;

    private MachineCluster(InProcessTestCluster cluster, FakeTimeProvider time, VirtualVenue venue, SharedRows rows) =>
        (_cluster, Time, Venue, Rows) = (cluster, time, venue, rows);

    public FakeTimeProvider Time { get; }

    public VirtualVenue Venue { get; }

    public SharedRows Rows { get; }

    public ICarryGrain Btc => Carry(s_btc);

    public IGridGrain Sol => Grid(s_sol);

    public IGridGrain Grid(Symbol pair) => _cluster.Client.Grid(pair);

    public ICarryGrain Carry(Symbol pair) => _cluster.Client.Carry(pair);

    /// <param name="timers">False: the grain's timers stand still, only its reminder ticks.</param>
    /// <param name="beside">Another cluster on the same clock, venue and rows, of which this one knows
    /// nothing.</param>
    public static async Task<MachineCluster> StartAsync(
        bool timers = true, short silos = 1, MachineCluster? beside = null)
    {
        var time = beside?.Time ?? new FakeTimeProvider(new(2025, 6, 2, 10, 0, 0, TimeSpan.Zero));
        var (venue, rows) = (beside?.Venue ?? new VirtualVenue(time), beside?.Rows ?? new SharedRows());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureClient(client => client.Services.AddCoreJson());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddCoreJson();
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton<IGrainStorage>(rows);
            silo.Services.AddSingleton<ICarryDesk>(venue).AddSingleton<IGridDesk>(venue);
            silo.Services.AddSingleton(services => new MachinePorts(
                venue, rows, rows, venue, RunnerSettings.Of(new Deployment(Realm.Test, "main")),
                services.GetRequiredService<ILoggerFactory>(), time));
            silo.Services.AddSingleton<TimeProvider>(timers ? time : new FakeTimeProvider(time.GetUtcNow()));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, time);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, time, venue, rows);
    }

    /// <summary>Where a machine is active now.</summary>
    public async Task<SiloAddress> HomeOfAsync(IGrain machine) =>
        await _cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(
            machine, TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException($"{machine} is active nowhere");

    public SiloAddress OtherThan(SiloAddress home) =>
        _cluster.Silos.Select(s => s.SiloAddress).First(a => !a.Equals(home));

    /// <summary>Ends a silo as a crash does.</summary>
    public Task KillAsync(SiloAddress silo) => _cluster.KillSiloAsync(
        _cluster.Silos.Single(s => s.SiloAddress.Equals(silo)), TestContext.Current.CancellationToken);

    /// <summary>Lets time pass in steps, until a carry stands as wanted.</summary>
    public async Task<CarryReport> PassAsync(
        ICarryGrain carry, TimeSpan step, Func<CarryReport, bool> until, string what) =>
        await Eventually.GetsAsync(
            () =>
            {
                Time.Advance(step);
                return carry.Look();
            },
            until, what);

    /// <summary>Lets time pass in steps without asking anybody, until something has happened.</summary>
    public async Task PassAsync(TimeSpan step, Func<bool> until, string what) => await Eventually.HoldsAsync(
        () =>
        {
            Time.Advance(step);
            return until();
        },
        what);

    /// <summary>Lets time pass in steps, until a grid stands as wanted.</summary>
    public async Task<GridReport> PassAsync(
        IGridGrain grid, TimeSpan step, Func<GridReport, bool> until, string what) =>
        await Eventually.GetsAsync(
            () =>
            {
                Time.Advance(step);
                return grid.Look();
            },
            until, what);

    /// <summary>Enters, with the timers that this cluster has or by being woken again and again.</summary>
    public async Task<CarryReport> EnterAsync() => await Eventually.GetsAsync(
        async () =>
        {
            await Btc.Wake();
            Time.Advance(TimeSpan.FromMilliseconds(200));
            return await Btc.Look();
        },
        report => report.Row.State.Phase is EvenKeel.Funding.CarryPhase.Holding, "a carry that holds");

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
